using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Construction;
using MmoePipeline.Data;
using MmoePipeline.Data.Splits;
using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Engine.Data.Encoding;
using MmoePipeline.Engine.Networks;
using MmoePipeline.Engine.Training;
using MmoePipeline.Host.Commands;
using MmoePipeline.Inference.Features;
using MmoePipeline.Inference.Networks;
using MmoePipeline.Modeling;
using MmoePipeline.Randomness;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins;
using MmoePipeline.Tasks;
using Spectre.Console;
using TorchSharp;

namespace MmoePipeline.Benchmarks.Networks;

/// <summary>The parts of the census run, put together as the program does it. It owns them.</summary>
internal sealed class CensusRun : IDisposable
{
    private readonly IHost _host;
    private readonly RandomStreams _random;
    private readonly ImmutableArray<ITask> _tasks;

    /// <summary>Reads the configuration, loads the data and builds the network.</summary>
    /// <param name="settings">Settings over the configuration, as the command line takes them.</param>
    public CensusRun(params ImmutableArray<string> settings)
    {
        RunPlan plan = new RunPlanReader(PluginLoader.Load(RepositoryFiles.PathOf("plugins"))).Read(
            RepositoryFiles.PathOf("configs", "census.json"), settings, out ImmutableArray<ConfigurationProblem> problems)
            ?? throw new BadInputException([.. problems.Select(problem => problem.ToProblem())]);
        Configuration = plan.Configuration;
        _host = RunHost.Create(plan, AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }));
        _random = new RandomStreams(Configuration.Run.Seed);
        Device = ComputeDevice.Choose(Configuration.Run.Device);
        PrecisionSupport.Require(Configuration.Training, Device);
        (_tasks, IDataSource source, ISplit split, RunFeatures features) = RunInput.Open(Configuration, Activator, CancellationToken.None);
        Table = EncodedTable.Load(source, Configuration.Data, split, _tasks, NullLogger.Instance, CancellationToken.None, named: features.Named);
        Features = Table.Layout;
        Network = NetworkBuilder.Build(Configuration, _tasks, Features, _random, Device, Activator, Clock);
    }

    private PluginActivator Activator => _host.Services.GetRequiredService<PluginActivator>();

    private ITrainingClock Clock => _host.Services.GetRequiredService<ITrainingClock>();

    /// <summary>The options.</summary>
    public RunConfiguration Configuration { get; }

    /// <summary>The data.</summary>
    public EncodedTable Table { get; }

    /// <summary>The input fields.</summary>
    public FeatureLayout Features { get; }

    /// <summary>Network, loss weighting and optimizer.</summary>
    public TrainedNetwork Network { get; }

    /// <summary>Where the tensors live.</summary>
    public torch.Device Device { get; }

    /// <summary>The first full batches of the training rows, in tensors of their own, which the caller owns.</summary>
    /// <param name="count">The number of batches.</param>
    /// <param name="batchSize">Rows in a batch.</param>
    public ImmutableArray<Batch> Batches(int count, int batchSize) =>
    [
        .. Table.Training.InOrder(batchSize, Device).Take(count).Select(batch => new Batch(
            batch.Features.Select(Copy), Copy(batch.Targets))),
    ];

    /// <summary>Another network of the same configuration over other fields, which the caller owns.</summary>
    /// <param name="features">The fields.</param>
    /// <param name="random">The streams that its parameters are drawn from.</param>
    public TrainedNetwork NetworkOver(FeatureLayout features, RandomStreams random) =>
        NetworkBuilder.Build(Configuration, _tasks, features, random, Device, Activator, Clock);

    /// <inheritdoc/>
    public void Dispose()
    {
        Network.Dispose();
        Table.Dispose();
        _random.Dispose();
        _host.Dispose();
    }

    private static torch.Tensor Copy(torch.Tensor tensor) => tensor.clone().DetachFromDisposeScope();
}
