using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MmoePipeline.Construction;
using MmoePipeline.Data;
using MmoePipeline.Data.Splits;
using MmoePipeline.Engine;
using MmoePipeline.Engine.Data.Encoding;
using MmoePipeline.Engine.Networks;
using MmoePipeline.Engine.Training;
using MmoePipeline.Experiments.Series;
using MmoePipeline.Inference.Features;
using MmoePipeline.Modeling;
using MmoePipeline.Randomness;
using MmoePipeline.Runs.Folders;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins;
using MmoePipeline.Tasks;
using TorchSharp;

namespace MmoePipeline.Experiments.Matching;

/// <summary>Counts the trainable parameters of a configuration's network by building it; nothing is trained.</summary>
/// <param name="plugins">The loaded plugins.</param>
/// <param name="logging">Where plugins log to.</param>
internal sealed class ParameterCounter(PluginRegistry plugins, ILoggerFactory logging)
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
        using ServiceProvider services = EngineServices.Build(plan, logging);
        using var random = new RandomStreams(configuration.Run.Seed);
        var activator = services.GetRequiredService<PluginActivator>();
        (ImmutableArray<ITask> tasks, IDataSource source, ISplit split, RunFeatures named) = RunInput.Open(configuration, activator, cancellation);
        FeatureLayout features = Layout(plan, tasks, source, split, named, cancellation);
        using TrainedNetwork network = NetworkBuilder.Build(
            configuration, tasks, features, random, torch.CPU, activator, services.GetRequiredService<ITrainingClock>());
        return network.ParameterCount;
    }

    private FeatureLayout Layout(
        RunPlan plan, ImmutableArray<ITask> tasks, IDataSource source, ISplit split, RunFeatures named, CancellationToken cancellation)
    {
        RunConfiguration configuration = plan.Configuration;
        string key = EncodedTableCache.Key(named.Fingerprint(source.Fingerprint(cancellation)), configuration.Data, tasks);
        int dimension = configuration.Data.Features.EmbeddingDimension;
        if (!_layouts.TryGetValue($"{key}/{dimension}", out FeatureLayout? layout))
        {
            using EncodedTable table = EncodedTable.Load(
                source, configuration.Data, split, tasks, NullLogger.Instance, cancellation, RunFolderPaths.MayWriteCache(plan), named.Named);
            layout = table.Layout;
            _layouts.Add($"{key}/{dimension}", layout);
        }

        return layout;
    }
}
