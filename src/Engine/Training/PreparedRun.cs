using System.Diagnostics;
using Microsoft.Extensions.Logging;
using MmoePipeline.Construction;
using MmoePipeline.Data;
using MmoePipeline.Data.Splits;
using MmoePipeline.Engine.Checkpoints;
using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Engine.Data.Encoding;
using MmoePipeline.Engine.Data.Leaks;
using MmoePipeline.Engine.Events;
using MmoePipeline.Engine.Metrics;
using MmoePipeline.Engine.Networks;
using MmoePipeline.Engine.Probing;
using MmoePipeline.Engine.Steps;
using MmoePipeline.Events;
using MmoePipeline.Inference.Features;
using MmoePipeline.Inference.Networks;
using MmoePipeline.Modeling;
using MmoePipeline.Randomness;
using MmoePipeline.Resuming;
using MmoePipeline.Runs;
using MmoePipeline.Runs.Folders;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Options.Data;
using MmoePipeline.Tasks;
using TorchSharp;

namespace MmoePipeline.Engine.Training;

/// <summary>All that a run trains with, before its first step. It owns data, network, probes and random streams.</summary>
internal sealed class PreparedRun : IDisposable
{
    private readonly EventHandlers _handlers;

    private PreparedRun(
        RunPlan plan,
        PluginActivator activator,
        EventHandlers handlers,
        TrainingClock clock,
        EncodedTable table,
        ImmutableArray<ITask> tasks,
        ImmutableArray<Problem> leaks,
        RandomStreams random,
        ILogger logger)
    {
        (Plan, Table, FoundLeaks, Random) = (plan, table, leaks, random);
        _handlers = handlers;
        torch.Device device = ComputeDevice.Choose(Configuration.Run.Device);
        PrecisionSupport.Require(Configuration.Training, device);
        FeatureLayout features = table.Layout;
        Network = NetworkBuilder.Build(Configuration, tasks, features, random, device, activator, clock);
        try
        {
            Best = new BestEpoch(Configuration.Training.Selection, Configuration.Training.Patience, Network);
            Evaluation = new Evaluation(Network);
            clock.Epochs = Configuration.Training.Epochs;
            clock.StepsPerEpoch = table.Training.BatchCount(Configuration.Training.BatchSize);
            Probes = new ProbeSet(
                Configuration.Probes,
                activator,
                Network,
                table,
                features,
                clock,
                random,
                logger);
            Step = new TrainingStep(Network, random);
        }
        catch
        {
            Probes?.Dispose();
            Best?.Dispose();
            Network.Dispose();
            throw;
        }
    }

    /// <summary>What to do.</summary>
    public RunPlan Plan { get; }

    /// <summary>The configuration.</summary>
    public RunConfiguration Configuration => Plan.Configuration;

    /// <summary>The data.</summary>
    public EncodedTable Table { get; }

    /// <summary>The random streams.</summary>
    public RandomStreams Random { get; }

    /// <summary>The network with loss weighting and optimizer.</summary>
    public TrainedNetwork Network { get; }

    /// <summary>The weights of the best epoch.</summary>
    public BestEpoch Best { get; }

    /// <summary>Computes metrics.</summary>
    public Evaluation Evaluation { get; }

    /// <summary>The probes.</summary>
    public ProbeSet Probes { get; }

    /// <summary>Does the steps.</summary>
    public TrainingStep Step { get; }

    /// <summary>What in the data seems to give labels away.</summary>
    public ImmutableArray<Problem> FoundLeaks { get; }

    /// <summary>What has state beyond parameters, buffers and the optimizer's tensors, by its path in the configuration.</summary>
    public ImmutableArray<(string Name, IResumable Part)> ResumableParts =>
    [
        ("best", Best),
        ("step", Step),
        ("update", Network.Update),
        .. RunState.PartsOf("model", Network.Model),
        .. RunState.PartsOf("loss", Network.Weighting),
        .. RunState.PartsOf("training.optimizer", Network.Update.Optimizer),
        .. Network.Tasks.Index().SelectMany(task => RunState.PartsOf($"tasks.{task.Index}", task.Item)),
        .. Probes.ResumableParts,
        .. _handlers.ResumableParts,
    ];

    /// <summary>Reads the data and builds the network.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="activator">Constructs the plugins.</param>
    /// <param name="handlers">The configured event handlers, which are constructed after tasks and data source.</param>
    /// <param name="clock">The run's clock.</param>
    /// <param name="progress">Is told what is read.</param>
    /// <param name="logger">Is told of what is no error.</param>
    /// <param name="cancellation">Stops the preparation.</param>
    /// <exception cref="BadInputException">The data or its fit to the configuration is wrong.</exception>
    public static PreparedRun Prepare(
        RunPlan plan,
        PluginActivator activator,
        Lazy<EventHandlers> handlers,
        TrainingClock clock,
        ITrainingProgress progress,
        ILogger logger,
        CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        RunConfiguration configuration = plan.Configuration;
        var random = new RandomStreams(configuration.Run.Seed);
        EncodedTable? table = null;
        PreparedRun? run = null;
        try
        {
            // Streams of their own are for those who ask; a plugin that draws from libtorch's own generator repeats itself too.
            torch.random.manual_seed((long)random.SeedOf("libtorch"));
            (ImmutableArray<ITask> tasks, IDataSource source, ISplit split, RunFeatures features) = RunInput.Open(configuration, activator, cancellation);

            // Constructed before the data are read, so that one that fails is reported before anything is done.
            EventHandlers constructed = handlers.Value;
            progress.Loading(source.Description);
            table = EncodedTable.Load(source, configuration.Data, split, tasks, logger, cancellation, RunFolderPaths.MayWriteCache(plan), features.Named);
            logger.LogInformation(
                "{Source}: {Training} training, {Validation} validation and {Test} test rows, in {Seconds:F1} s",
                source.Description,
                table.Training.Rows,
                table.Validation.Rows,
                table.Test.Rows,
                watch.Elapsed.TotalSeconds);
            ImmutableArray<Problem> leaks = Leaks(table, tasks, configuration.Data.Leaks, logger, cancellation);
            run = new PreparedRun(plan, activator, constructed, clock, table, tasks, leaks, random, logger);
            run.CheckOnce(cancellation);
            return run;
        }
        catch
        {
            if (run is not null)
            {
                run.Dispose();
            }
            else
            {
                table?.Dispose();
                random.Dispose();
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Step.Dispose();
        Probes.Dispose();
        Best.Dispose();
        Network.Dispose();
        Table.Dispose();
        Random.Dispose();
    }

    private static ImmutableArray<Problem> Leaks(
        EncodedTable table, ImmutableArray<ITask> tasks, LeakPolicy policy, ILogger logger, CancellationToken cancellation)
    {
        ImmutableArray<Problem> leaks = policy == LeakPolicy.Off ? [] : LeakSearch.Find(table, tasks, cancellation);
        if (policy == LeakPolicy.Refuse && !leaks.IsEmpty)
        {
            throw new BadInputException(leaks);
        }

        foreach (Problem leak in leaks)
        {
            logger.LogWarning("{Leak}", leak);
        }

        return leaks;
    }

    /// <summary>Metrics are of all outputs of a task at once.</summary>
    private void RequireRoom(string split, EncodedRows rows)
    {
        foreach ((int index, TaskOutput output) in Network.Outputs.Index())
        {
            if ((long)rows.Rows * output.Width > Array.MaxLength)
            {
                throw new BadInputException(
                    TrainingCodes.SplitTooLarge,
                    $"data.split.{split}",
                    $"{rows.Rows:N0} rows with {output.Width} outputs of task '{Network.Tasks[index].Name}' are more than "
                    + $"{Array.MaxLength:N0} values; give the split fewer rows.");
            }
        }
    }

    /// <summary>A look at the untrained network: what doesn't fit together shows before there is a run folder.</summary>
    private void CheckOnce(CancellationToken cancellation)
    {
        int batchSize = Configuration.Training.BatchSize;
        EncodedRows rows = Table.Validation;
        Network.Model.eval();
        using (IEnumerator<Batch> batches = rows.InOrder(Math.Min(batchSize, rows.Rows), Network.Device).GetEnumerator())
        {
            batches.MoveNext();
            Step.Check(batches.Current, withWeighting: false);
        }

        RequireRoom("validation", Table.Validation);
        RequireRoom("test", Table.Test);
        ImmutableArray<TaskMetrics> metrics = Evaluation.RunWithoutNetwork(rows);
        if (!double.IsFinite(Best.Score(metrics).Score))
        {
            throw new BadInputException(
                TrainingCodes.SelectionUndefined,
                "training.selection.metric",
                $"{Best.WhyWithoutScore(metrics)}, whatever is predicted, so that no epoch could be the best; choose another "
                + "metric, such as loss, or name the tasks that count in training.selection.tasks.");
        }

        cancellation.ThrowIfCancellationRequested();
    }
}
