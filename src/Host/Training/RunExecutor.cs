using System.Diagnostics;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MmoePipeline.Composition;
using MmoePipeline.Data;
using MmoePipeline.Events;
using MmoePipeline.Host.Checkpoints;
using MmoePipeline.Host.Composition;
using MmoePipeline.Host.Configuration;
using MmoePipeline.Host.Data;
using MmoePipeline.Host.Handlers;
using MmoePipeline.Host.Plugins;
using MmoePipeline.Host.Prediction;
using MmoePipeline.Host.Probing;
using MmoePipeline.Host.Runs;
using MmoePipeline.Modeling;
using MmoePipeline.Probing;
using MmoePipeline.Randomness;
using MmoePipeline.Tasks;
using TorchSharp;

namespace MmoePipeline.Host.Training;

/// <summary>Does a run: data, network, epochs, final metrics, and the run folder with all of it.</summary>
internal sealed class RunExecutor(
    IServiceProvider services,
    IMediator mediator,
    RunSession session,
    TrainingClock clock,
    ITrainingProgress progress,
    ILogger<RunExecutor> logger)
{
    /// <summary>Trains and evaluates.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="cancellation">
    /// Stops the run between two steps. Before the first step nothing is left behind; after it, a checkpoint is.
    /// </param>
    /// <exception cref="BadInputException">The data or its fit to the configuration is wrong; no run folder was made.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    /// <exception cref="RunFailedException">Training diverged, or a plugin failed; a checkpoint was written.</exception>
    public async Task<RunResult> ExecuteAsync(RunPlan plan, CancellationToken cancellation)
    {
        try
        {
            return await RunAsync(plan, cancellation);
        }
        catch (Exception exception) when (!session.IsStarted && exception is not BadInputException && !IsStop(exception, cancellation)
            && PluginFaults.Find(exception, plan) is not null)
        {
            // What a plugin does wrong before there is a run folder leaves nothing, as any other wrong input.
            logger.LogDebug(exception, "a plugin failed");
            throw new BadInputException(PluginFaults.Find(exception, plan)!);
        }
    }

    private static bool IsStop(Exception exception, CancellationToken cancellation) =>
        exception is OperationCanceledException && cancellation.IsCancellationRequested;

    private async Task<RunResult> RunAsync(RunPlan plan, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        RunConfiguration configuration = plan.Configuration;
        torch.Device device = ComputeDevice.Choose(configuration.Run.Device);
        using var random = new RandomStreams(configuration.Run.Seed);

        // Streams of their own are for those who ask; a plugin that draws from libtorch's own generator repeats itself too.
        torch.random.manual_seed((long)random.SeedOf("libtorch"));
        (ImmutableArray<ITask> tasks, IDataSource source) = RunInput.Open(configuration, services, cancellation);

        // Made now, so that one that can't be constructed is told before anything is done.
        services.GetRequiredService<EventHandlers>();
        progress.Loading(source.Description);
        using EncodedTable table = EncodedTable.Load(source, configuration.Data, tasks, logger, cancellation);
        logger.LogInformation(
            "{Source}: {Training} training, {Validation} validation and {Test} test rows, in {Seconds:F1} s",
            source.Description,
            table.Training.Rows,
            table.Validation.Rows,
            table.Test.Rows,
            watch.Elapsed.TotalSeconds);

        FeatureLayout features = table.Encoding.Layout(configuration.Data.Features.EmbeddingDimension);
        using TrainedNetwork network = NetworkBuilder.Build(configuration, tasks, features, random, device, services);
        using var best = new BestEpoch(configuration.Training.Selection, configuration.Training.Patience);
        var validation = new Evaluation(network);
        clock.Epochs = configuration.Training.Epochs;
        clock.StepsPerEpoch = table.Training.BatchCount(configuration.Training.BatchSize);
        using var probes = new ProbeSet(
            [.. configuration.Probes.Select(slot => (slot.Plugin.Name, slot.Path, slot.Create(services)))],
            network,
            table,
            features,
            clock,
            random,
            logger);
        using var step = new TrainingStep(network);

        // A look at the untrained network: what doesn't fit together shows before there is a run folder.
        CheckOnce(table.Validation, step, network, configuration.Training.BatchSize);
        best.Score(validation.Run(table.Validation, configuration.Training.BatchSize, null, cancellation));
        cancellation.ThrowIfCancellationRequested();

        session.Folder = RunFolder.Create(configuration.Run.Output, configuration.Run.Name, DateTimeOffset.Now);
        ResolvedConfiguration.Write(plan, session.Folder);
        EncodingFile.Write(session.Folder.EncodingFile, table.Encoding, configuration.Data.Features.NumericScale);
        var checkpoints = new CheckpointWriter(session.Folder, network);
        await mediator.Publish(
            new RunStarted(
                session.Folder.FullPath,
                configuration.Run.Name,
                configuration.Run.Seed,
                [.. tasks.Select(task => task.Name)],
                configuration.Training.Epochs,
                table.Training.Rows,
                table.Validation.Rows,
                table.Test.Rows,
                network.ParameterCount,
                network.PartParameters(),
                $"{device}"),
            CancellationToken.None);

        await mediator.Publish(Encoded(table, session.Folder), CancellationToken.None);

        int epoch = 0;
        var leaks = new LeakWatch(plan, logger);
        using IDisposable guard = RunGuard.During(exception => GiveUpAsync(exception, plan, checkpoints, clock.Epoch).GetAwaiter().GetResult());
        try
        {
            while (epoch < configuration.Training.Epochs && !best.PatienceIsOver)
            {
                clock.Epoch = ++epoch;
                (EpochCompleted completed, ImmutableArray<ProbeAlerted> alerts) = TrainEpoch(
                    configuration, table, network, step, leaks, validation, probes, best, random.SeedOf($"data.shuffle.{epoch}"), cancellation);
                if (completed.IsBest)
                {
                    string path = checkpoints.WriteBest(epoch, clock.Step);
                    await mediator.Publish(new CheckpointWritten(path, epoch, clock.Step), CancellationToken.None);
                }

                await mediator.Publish(completed, CancellationToken.None);
                foreach (ProbeAlerted alert in alerts)
                {
                    await mediator.Publish(alert, CancellationToken.None);
                }
            }
        }
        catch (Exception exception) when (IsStop(exception, cancellation))
        {
            string path = checkpoints.WriteInterrupted(epoch, clock.Step);
            await mediator.Publish(new CheckpointWritten(path, epoch, clock.Step), CancellationToken.None);
            await mediator.Publish(new RunInterrupted(epoch, clock.Step), CancellationToken.None);
            throw;
        }
        catch (Exception exception)
        {
            throw new RunFailedException(await GiveUpAsync(exception, plan, checkpoints, epoch));
        }

        best.Restore(network);
        (ImmutableArray<TaskMetrics> test, ImmutableArray<TaskCalibration> calibration) =
            validation.RunWithCalibration(
                table.Test, configuration.Training.BatchSize, TestPredictions.Writer(session.Folder, network), cancellation);
        ProbeReport report = probes.Report(logger);
        await mediator.Publish(
            new RunCompleted(
                epoch, best.Epoch, clock.Step, test, calibration, watch.Elapsed, report.Findings, report.Sections, report.Elapsed),
            CancellationToken.None);
        return new RunResult(session.Folder.FullPath, epoch, best.Epoch, watch.Elapsed, network.ParameterCount, test);
    }

    private (EpochCompleted Completed, ImmutableArray<ProbeAlerted> Alerts) TrainEpoch(
        RunConfiguration configuration,
        EncodedTable table,
        TrainedNetwork network,
        TrainingStep step,
        LeakWatch leaks,
        Evaluation evaluation,
        ProbeSet probes,
        BestEpoch best,
        ulong shuffleSeed,
        CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        TimeSpan probing = probes.Elapsed;
        int batchSize = configuration.Training.BatchSize;
        step.Reset();
        network.Model.train();
        network.Weighting.train();
        progress.EpochStarted(clock);
        BatchStream batches = table.Training.Shuffled(
            batchSize, network.Device, shuffleSeed, configuration.Data.ShuffleWindow);
        foreach (Batch batch in batches)
        {
            cancellation.ThrowIfCancellationRequested();
            RunGuard.OnStep();
            step.Run(batch, probes.IsDue(clock.Step + 1) ? probes : null);
            clock.Step++;
            leaks.OnStep(clock.Step);
            progress.StepCompleted(clock, step);
        }

        TimeSpan training = watch.Elapsed;
        ImmutableArray<TaskLoss> losses = Losses(network, step);
        if (losses.FirstOrDefault(loss => !double.IsFinite(loss.Loss)) is { } diverged)
        {
            throw new RunFailedException(
                $"training diverged in epoch {clock.Epoch}: the loss of {diverged.Task} is no finite number; a smaller learning rate "
                + "helps most often.");
        }

        ImmutableArray<TaskMetrics> validation = evaluation.Run(
            table.Validation,
            batchSize,
            probes.IsEmpty ? null : probes.OnValidationBatch,
            cancellation);
        (double score, bool isBest) = best.Offer(clock.Epoch, validation, network);
        (ImmutableArray<ProbeMetric> figures, ImmutableArray<(string Probe, ProbeAlert Alert)> alerts) = probes.OnValidationCompleted();
        var completed = new EpochCompleted(
            clock.Epoch,
            clock.Step,
            losses,
            validation,
            figures,
            score,
            isBest,
            watch.Elapsed,
            table.Training.Rows / training.TotalSeconds,
            batches.Wait,
            network.Update.LearningRateFactor,
            probes.Elapsed - probing);
        return (completed, [.. alerts.Select(alert => new ProbeAlerted(clock.Epoch, clock.Step, alert.Probe, alert.Alert))]);
    }

    /// <summary>Leaves the network as it was after the last step.</summary>
    /// <returns>What happened, and where the checkpoint is.</returns>
    private async Task<string> GiveUpAsync(Exception exception, RunPlan plan, CheckpointWriter checkpoints, int epoch)
    {
        logger.LogDebug(exception, "the run failed");
        string path = checkpoints.WriteFailed(epoch, clock.Step);
        string reason = exception is RunFailedException ? exception.Message : PluginFaults.Describe(exception, plan);
        var failed = new RunFailed(epoch, clock.Step, $"epoch {epoch}, after step {clock.Step}: {reason}");
        await mediator.Publish(new CheckpointWritten(path, epoch, clock.Step), CancellationToken.None);
        await mediator.Publish(failed, CancellationToken.None);
        return $"{failed.Reason.TrimEnd('.')}. The checkpoint is {Path.GetRelativePath(".", path)}.";
    }

    private static DataEncoded Encoded(EncodedTable table, RunFolder folder)
    {
        string? quarantine = table.Faults.Policy == BadRowPolicy.Quarantine ? folder.QuarantineFile : null;
        if (quarantine is not null)
        {
            table.WriteQuarantine(quarantine);
        }

        return new DataEncoded(table.Faults.Rows, table.Faults.BadRows, table.Faults.Columns, quarantine, table.Vocabularies);
    }

    private static void CheckOnce(EncodedRows rows, TrainingStep step, TrainedNetwork network, int batchSize)
    {
        network.Model.eval();
        using IEnumerator<Batch> batches = rows.InOrder(Math.Min(batchSize, rows.Rows), network.Device).GetEnumerator();
        batches.MoveNext();
        step.Check(batches.Current, withWeighting: false);
    }

    private static ImmutableArray<TaskLoss> Losses(TrainedNetwork network, TrainingStep step)
    {
        using torch.Tensor weights = network.Weighting.CurrentWeights().to(torch.float64, torch.CPU, disposeAfter: true);
        if (weights.NumberOfElements != network.Tasks.Length)
        {
            throw new PluginException(
                network.Configuration.Loss.Plugin,
                network.Configuration.Loss.Path,
                $"has weights of shape [{string.Join(", ", weights.shape)}], [{network.Tasks.Length}] is due: the tasks");
        }

        return
        [
            .. network.Tasks.Zip(step.MeanLosses(), weights.data<double>())
                .Select(task => new TaskLoss(task.First.Name, task.Second, task.Third)),
        ];
    }
}
