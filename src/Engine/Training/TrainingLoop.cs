using System.Diagnostics;
using MmoePipeline.Construction;
using MmoePipeline.Engine.Checkpoints;
using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Engine.Networks;
using MmoePipeline.Engine.Steps;
using MmoePipeline.Events;
using MmoePipeline.Probing;
using MmoePipeline.Runs;
using TorchSharp;

namespace MmoePipeline.Engine.Training;

/// <summary>Trains epoch by epoch, and knows how far it has come.</summary>
/// <param name="run">What is trained.</param>
/// <param name="clock">The run's clock.</param>
/// <param name="progress">Is told of every step.</param>
/// <param name="uncaught">Is asked before every step.</param>
/// <param name="leaks">Looks for plugins that keep tensors.</param>
/// <param name="faults">Is told of steps that were not applied.</param>
internal sealed class TrainingLoop(
    PreparedRun run, TrainingClock clock, ITrainingProgress progress, IUncaughtExceptions uncaught, LeakWatch leaks, NumericFaults faults)
{
    /// <summary>How far it has come: true between two steps, and while an epoch is evaluated.</summary>
    public RunPosition Position { get; private set; } = RunPosition.Start;

    /// <summary>Whether all epochs are over that are to be trained.</summary>
    public bool IsOver => Position.IsOver && (Position.Epoch >= run.Configuration.Training.Epochs || run.Best.PatienceIsOver);

    /// <summary>Goes on from a checkpoint, whose state was brought back.</summary>
    public void GoOnFrom(RunPosition position)
    {
        Position = position;
        (clock.Epoch, clock.Step) = (position.Epoch, position.Step);
    }

    /// <summary>Trains the next epoch, or what is left of the one under way, and evaluates it.</summary>
    /// <param name="stepDone">Called between two steps.</param>
    /// <param name="cancellation">Stops between two steps, or two batches of the evaluation.</param>
    /// <returns>What is to be told of the epoch; it is not over before <see cref="CompleteEpoch"/>.</returns>
    /// <exception cref="RunFailedException">Training diverged.</exception>
    public (EpochCompleted Completed, ImmutableArray<ProbeAlerted> Alerts) TrainEpoch(Action stepDone, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        TimeSpan probing = run.Probes.Elapsed;
        long steps = clock.Step;
        if (Position.IsOver)
        {
            Position = new RunPosition(Position.Epoch + 1, clock.Step, 0, false);
            run.Step.Reset();
            faults.StartEpoch();
        }

        clock.Epoch = Position.Epoch;
        TimeSpan wait = TrainSteps(stepDone, cancellation);
        TimeSpan training = watch.Elapsed;
        ImmutableArray<TaskLoss> losses = Losses();
        if (losses.FirstOrDefault(loss => !double.IsFinite(loss.Loss)) is { } diverged)
        {
            throw double.IsNaN(diverged.Loss) && faults.OfEpoch > 0
                ? new RunFailedException(
                    TrainingCodes.NoLabels,
                    $"{diverged.Task} has no loss in epoch {clock.Epoch}; no step that was applied had a label of it, and {faults.OfEpoch} steps were "
                        + "skipped. Look at their batches in the run folder's numeric-faults.")
                : new RunFailedException(
                    TrainingCodes.Diverged,
                    $"training diverged in epoch {clock.Epoch}: the loss of {diverged.Task} is not finite; a smaller learning rate helps most often.");
        }

        run.Probes.OnValidationStarted();
        ImmutableArray<TaskMetrics> validation = run.Evaluation.Run(
            run.Table.Validation,
            run.Configuration.Training.BatchSize,
            run.Probes.IsEmpty ? null : run.Probes.OnValidationBatch,
            cancellation);
        (double score, bool isBest) = run.Best.Offer(clock.Epoch, validation);
        (ImmutableArray<ProbeMetric> figures, ImmutableArray<(string Probe, ProbeAlert Alert)> alerts) = run.Probes.OnValidationCompleted();
        var completed = new EpochCompleted(
            clock.Epoch,
            clock.Step,
            losses,
            validation,
            figures,
            score,
            isBest,
            watch.Elapsed,
            Math.Min(run.Table.Training.Rows, (clock.Step - steps) * run.Configuration.Training.BatchSize) / training.TotalSeconds,
            wait,
            run.Network.Update.LearningRateFactor,
            run.Probes.Elapsed - probing,
            faults.OfEpoch);
        return (completed, [.. alerts.Select(alert => new ProbeAlerted(clock.Epoch, clock.Step, alert.Probe, alert.Alert))]);
    }

    /// <summary>Which metrics are not numbers, for a person.</summary>
    public string WhyWithoutScore(ImmutableArray<TaskMetrics> validation) => run.Best.WhyWithoutScore(validation);

    /// <summary>Says that an epoch is over: all was told of it.</summary>
    public void CompleteEpoch() => Position = Position with { IsOver = true };

    /// <summary>Trains what is left of the epoch.</summary>
    /// <returns>How long it waited for batches.</returns>
    private TimeSpan TrainSteps(Action stepDone, CancellationToken cancellation)
    {
        run.Network.Model.train();
        run.Network.Weighting.train();
        progress.EpochStarted(clock);
        BatchStream batches = run.Table.Training.Shuffled(
            run.Configuration.Training.BatchSize,
            run.Network.Device,
            ShuffleSeed,
            run.Configuration.Data.ShuffleWindow,
            skippedBatches: Position.StepOfEpoch);
        foreach (Batch batch in batches)
        {
            cancellation.ThrowIfCancellationRequested();
            uncaught.OnStep();
            if (run.Step.Run(batch, run.Probes.IsDue(clock.Step + 1) ? run.Probes : null) is { } fault)
            {
                faults.Add(fault, batch, RowsOfBatch(), clock.Epoch, clock.Step + 1);
            }

            clock.Step++;
            ReportUnseen(isEnd: false);
            Position = Position with { Step = clock.Step, StepOfEpoch = Position.StepOfEpoch + 1 };
            leaks.OnStep(clock.Step);
            progress.StepCompleted(clock, run.Step);
            stepDone();
        }

        ReportUnseen(isEnd: true);
        return batches.Wait;
    }

    private void ReportUnseen(bool isEnd)
    {
        if (run.Step.TakeUnseen(isEnd) is { } unseen)
        {
            faults.AddUnseen(unseen.Count, clock.Step - unseen.First + 1, clock.Step);
        }
    }

    private ulong ShuffleSeed => run.Random.SeedOf($"data.shuffle.{clock.Epoch}");

    /// <summary>The training rows of the batch that is next, drawn once more.</summary>
    private ReadOnlySpan<int> RowsOfBatch() => RowOrder
        .Shuffled(run.Table.Training.Rows, ShuffleSeed, run.Configuration.Data.ShuffleWindow)
        .Batches(Math.Min(run.Configuration.Training.BatchSize, run.Table.Training.Rows)).ElementAt(Position.StepOfEpoch).Span;

    private ImmutableArray<TaskLoss> Losses()
    {
        TrainedNetwork network = run.Network;
        using torch.Tensor weights = network.Weighting.CurrentWeights().to(torch.float64, torch.CPU, disposeAfter: true);
        if (weights.NumberOfElements != network.Tasks.Length)
        {
            throw new PluginException(
                PluginCodes.WrongShape,
                network.Configuration.Loss.Plugin,
                network.Configuration.Loss.Path,
                $"has weights of shape [{string.Join(", ", weights.shape)}], expected [{network.Tasks.Length}]: the tasks");
        }

        return
        [
            .. network.Tasks.Zip(run.Step.MeanLosses(), weights.data<double>())
                .Select(task => new TaskLoss(task.First.Name, task.Second, task.Third)),
        ];
    }
}
