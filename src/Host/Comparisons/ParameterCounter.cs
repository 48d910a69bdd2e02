using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using MmoePipeline.Composition;
using MmoePipeline.Data;
using MmoePipeline.Host.CommandLine;
using MmoePipeline.Host.Composition;
using MmoePipeline.Host.Data;
using MmoePipeline.Host.Plugins;
using MmoePipeline.Host.Training;
using MmoePipeline.Modeling;
using MmoePipeline.Randomness;
using MmoePipeline.Tasks;
using TorchSharp;

namespace MmoePipeline.Host.Comparisons;

/// <summary>Counts the trainable parameters of a configuration's network by building it; nothing is trained.</summary>
/// <param name="plugins">The loaded plugins.</param>
internal sealed class ParameterCounter(PluginRegistry plugins)
{
    /// <summary>The layouts of tables that were looked at: a search builds many networks for one table.</summary>
    private readonly Dictionary<string, FeatureLayout> _layouts = [];

    /// <summary>The number of trainable parameters, as a run reports it.</summary>
    /// <exception cref="BadInputException">The configuration is wrong, or its parts don't fit together or to the data.</exception>
    public long Count(Variant variant, CancellationToken cancellation) => Count(SeriesPlan.Plan(plugins, variant), cancellation);

    /// <summary>The number of trainable parameters, as a run reports it.</summary>
    /// <exception cref="BadInputException">The configuration's parts don't fit together or to the data.</exception>
    public long Count(RunPlan plan, CancellationToken cancellation)
    {
        RunConfiguration configuration = plan.Configuration;
        using IHost host = RunHost.Create(plan, Terminals.Messages);
        using var random = new RandomStreams(configuration.Run.Seed);
        var activator = host.Services.GetRequiredService<PluginActivator>();
        (ImmutableArray<ITask> tasks, IDataSource source) = RunInput.Open(configuration, activator, cancellation);
        FeatureLayout features = Layout(plan, tasks, source, cancellation);
        using TrainedNetwork network = NetworkBuilder.Build(
            configuration, tasks, features, random, torch.CPU, activator, host.Services.GetRequiredService<ITrainingClock>());
        return network.ParameterCount;
    }

    private FeatureLayout Layout(
        RunPlan plan, ImmutableArray<ITask> tasks, IDataSource source, CancellationToken cancellation)
    {
        RunConfiguration configuration = plan.Configuration;
        string key = EncodedTableCache.Key(source.Fingerprint(cancellation), configuration.Data, tasks);
        int dimension = configuration.Data.Features.EmbeddingDimension;
        if (!_layouts.TryGetValue($"{key}/{dimension}", out FeatureLayout? layout))
        {
            using EncodedTable table = EncodedTable.Load(
                source, configuration.Data, tasks, NullLogger.Instance, cancellation, RunFolderPaths.MayWriteCache(plan));
            layout = table.Encoding.Layout(dimension);
            _layouts.Add($"{key}/{dimension}", layout);
        }

        return layout;
    }
}
