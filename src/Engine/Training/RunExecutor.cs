using System.Globalization;
using MediatR;
using Microsoft.Extensions.Logging;
using MmoePipeline.Construction;
using MmoePipeline.Engine.Checkpoints;
using MmoePipeline.Engine.Data.Encoding;
using MmoePipeline.Engine.Events;
using MmoePipeline.Engine.Metrics;
using MmoePipeline.Engine.Probing;
using MmoePipeline.Engine.Steps;
using MmoePipeline.Events;
using MmoePipeline.Inference.Features;
using MmoePipeline.Runs;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Folders;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Options.Data;
using MmoePipeline.Runs.Plugins;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Engine.Training;

/// <summary>Does a run: data, network, epochs, final metrics, and the run folder with all of it.</summary>
internal sealed class RunExecutor(
    PluginActivator activator,
    Lazy<EventHandlers> handlers,
    IMediator mediator,
    RunSession session,
    TrainingClock clock,
    ITrainingProgress progress,
    IUncaughtExceptions uncaught,
    TimeProvider time,
    ILogger<RunExecutor> logger)
{
    /// <summary>Trains and evaluates.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="resumption">A run that is to go on; null for a new one.</param>
    /// <param name="cancellation">
    /// Stops the run between two steps. Before the first step nothing is left behind; after it, a checkpoint is.
    /// </param>
    /// <exception cref="BadInputException">The data or its fit to the configuration is wrong; no run folder was made.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    /// <exception cref="RunFailedException">Training diverged, or a plugin failed; a checkpoint was written.</exception>
    public async Task<RunResult> ExecuteAsync(RunPlan plan, Resumption? resumption, CancellationToken cancellation)
    {
        try
        {
            return await RunAsync(plan, resumption, cancellation);
        }
        catch (Exception exception) when (!session.IsStarted && exception is not BadInputException && !IsStop(exception, cancellation)
            && !MemoryShortage.Is(exception) && !DiskFull.Is(exception) && PluginFaults.Find(exception, plan) is not null)
        {
            // What a plugin does wrong before there is a run folder leaves nothing, as any other wrong input.
            logger.LogDebug(exception, "a plugin failed");
            throw new BadInputException([PluginFaults.Find(exception, plan)!]);
        }
    }

    private static bool IsStop(Exception exception, CancellationToken cancellation) =>
        exception is OperationCanceledException && cancellation.IsCancellationRequested;

    private async Task<RunResult> RunAsync(RunPlan plan, Resumption? resumption, CancellationToken cancellation)
    {
        long start = time.GetTimestamp();
        using PreparedRun run = PreparedRun.Prepare(plan, activator, handlers, clock, progress, logger, cancellation);
        RunFolder folder = resumption?.Folder ?? RunFolder.Create(
            plan.Configuration.Run.Output, plan.Configuration.Run.Name, time.GetUtcNow(), made => ResolvedConfiguration.Write(plan, made.ConfigurationFile));
        using IDisposable ownership = folder.Own();
        var faults = new NumericFaults(plan.Configuration.Training.NumericFaults, folder, logger);
        var identity = RunIdentity.Of(plan, folder, run.Table, run.Network);
        var state = new RunState(identity, run.Network, run.Random, [.. run.ResumableParts, ("numericFaults", faults)]);
        var loop = new TrainingLoop(run, clock, progress, uncaught, new LeakWatch(plan, logger), faults);
        EncodingFile encodingFile = EncodingFile.Create(run.Table.Encoding, plan.Configuration.Data.Features) with { HeldOut = run.Table.HeldOut };
        var basis = new PredictionBasis(identity, encodingFile.ComputeChecksum());
        TimeSpan before = resumption is null ? TimeSpan.Zero : GoOn(resumption, state, basis, loop);

        // From here on the run is one: the handlers of its events write into its folder.
        session.Folder = folder;
        if (resumption is { IsForced: true } or { Checkpoint: null })
        {
            ResolvedConfiguration.Write(plan, folder.ConfigurationFile);
        }

        string encoding = encodingFile.Write(folder.EncodingFile);

        using var saving = new CheckpointSaving(
            new CheckpointStore(folder.Checkpoints, plan.Configuration.Training.Checkpoints.Keep), plan.Configuration.Training.Checkpoints, time, logger);
        var checkpoints = new RunCheckpoints(
            new CheckpointWriter(folder, run.Network, encoding),
            saving,
            () => state.Capture(loop.Position, new RunRecord(folder.MetricsBytes, Elapsed().TotalSeconds)),
            resumption?.Checkpoint is null ? null : loop.Position);
        await PublishStartAsync(run, folder, loop.Position, resumption?.Checkpoint is not null);
        using IDisposable guard = uncaught.During(exception => GiveUpAsync(exception, plan, checkpoints).GetAwaiter().GetResult());
        try
        {
            while (!loop.IsOver)
            {
                await TrainEpochAsync(loop, checkpoints, cancellation);
            }

            checkpoints.EndTraining();
            return await CompleteAsync(run, folder, loop.Position, Elapsed, cancellation);
        }
        catch (Exception exception) when (IsStop(exception, cancellation))
        {
            if (checkpoints.SaveStopped() is { } path)
            {
                await mediator.Publish(new CheckpointWritten(path, clock.Epoch, clock.Step), CancellationToken.None);
            }

            await mediator.Publish(new RunInterrupted(clock.Epoch, clock.Step), CancellationToken.None);
            throw;
        }
        catch (Exception exception)
        {
            throw new RunFailedException(await GiveUpAsync(exception, plan, checkpoints));
        }

        TimeSpan Elapsed() => before + time.GetElapsedTime(start);
    }

    /// <summary>Brings the run back to its checkpoint.</summary>
    /// <returns>The time that it had taken.</returns>
    /// <exception cref="BadInputException">It isn't the same run any more; nothing in its folder was changed.</exception>
    private TimeSpan GoOn(Resumption resumption, RunState state, PredictionBasis basis, TrainingLoop loop)
    {
        if (resumption.Checkpoint is not { } checkpoint)
        {
            basis.RequireSame(resumption.Folder, null);
            resumption.Folder.CutMetrics(0);
            return TimeSpan.Zero;
        }

        state.RequireSame(checkpoint, resumption.IsForced, logger);
        basis.RequireSame(resumption.Folder, RunState.IdentityAt(checkpoint));
        (RunPosition position, RunRecord record) = state.Restore(checkpoint);
        resumption.Folder.CutMetrics(record.MetricsBytes);
        loop.GoOnFrom(position);
        return TimeSpan.FromSeconds(record.Seconds);
    }

    private async Task PublishStartAsync(PreparedRun run, RunFolder folder, RunPosition position, bool goesOn)
    {
        var started = new RunStarted(
            folder.FullPath,
            run.Configuration.Run.Name,
            run.Configuration.Run.Seed,
            [.. run.Network.Tasks.Select(task => task.Name)],
            run.Configuration.Training.Epochs,
            run.Table.Training.Rows,
            run.Table.Validation.Rows,
            run.Table.Test.Rows,
            run.Network.ParameterCount,
            run.Network.PartParameters(),
            $"{run.Network.Device}")
        {
            SelectionMetric = run.Configuration.Training.Selection.Metric,
        };
        if (goesOn)
        {
            await mediator.Publish(new RunResumed(started, position.Epoch, position.Step), CancellationToken.None);
            return;
        }

        await mediator.Publish(started, CancellationToken.None);
        await mediator.Publish(Encoded(run, folder), CancellationToken.None);
    }

    private DataEncoded Encoded(PreparedRun run, RunFolder folder)
    {
        EncodedTable table = run.Table;
        string? quarantine = table.Faults.Policy == BadRowPolicy.Quarantine ? folder.QuarantineFile : null;
        if (quarantine is not null)
        {
            table.WriteQuarantine(quarantine);
        }

        ImmutableArray<TaskLabels> labels = table.LabelsOf(run.Network.Tasks);
        ImmutableArray<FunnelContradictions> contradictions = FunnelCheck.Of(run.Network.Model.Funnel, run.Network.Tasks, table);
        ImmutableArray<string> remarks =
            [.. table.LabelRemarksOf(run.Network.Tasks), .. LabelRemarks.Of(run.Network.Tasks, labels, contradictions)];
        foreach (string remark in remarks)
        {
            logger.LogInformation("{Remark}", remark);
        }

        foreach (string remark in table.FeatureRemarks)
        {
            logger.LogWarning("{Remark}", remark);
        }

        return new DataEncoded(table.Faults.Rows, table.Faults.BadRows, table.Faults.Columns, quarantine, table.Vocabularies)
        {
            Splits = table.Splits,
            Labels = labels,
            Contradictions = contradictions,
            Remarks = remarks,
            Leaks = [.. run.FoundLeaks.Select(leak => $"{leak}")],
            NumericFeatures = table.NumericFeatures,
            OutOfVocabulary = table.OutOfVocabulary(),
        };
    }

    private async Task TrainEpochAsync(TrainingLoop loop, RunCheckpoints checkpoints, CancellationToken cancellation)
    {
        (EpochCompleted completed, ImmutableArray<ProbeAlerted> alerts) =
            loop.TrainEpoch(() => checkpoints.SaveIfDue(clock.Step), cancellation);
        if (completed.IsBest)
        {
            string path = checkpoints.SaveBest(clock.Epoch, clock.Step);
            await mediator.Publish(new CheckpointWritten(path, clock.Epoch, clock.Step), CancellationToken.None);
        }

        if (!double.IsFinite(completed.Score))
        {
            logger.LogWarning(
                TrainingCodes.EpochWithoutScore + " epoch {Epoch}: the epoch can't be the best: {Reason}", completed.Epoch, loop.WhyWithoutScore(completed.Validation));
        }

        await mediator.Publish(completed, CancellationToken.None);
        foreach (ProbeAlerted alert in alerts)
        {
            await mediator.Publish(alert, CancellationToken.None);
        }

        loop.CompleteEpoch();
        checkpoints.Save();
    }

    private async Task<RunResult> CompleteAsync(
        PreparedRun run, RunFolder folder, RunPosition position, Func<TimeSpan> elapsed, CancellationToken cancellation)
    {
        if (run.Best.Epoch == 0)
        {
            throw new RunFailedException(new Problem(
                TrainingCodes.NoBestEpoch,
                "training.selection.metric",
                $"'{run.Configuration.Training.Selection.Metric}' was not a finite number in any epoch, so that none is the "
                + "best; choose another metric, such as loss, or look at the warnings of the epochs."));
        }

        run.Best.Restore();
        (ImmutableArray<TaskMetrics> test, ImmutableArray<TaskCalibration> calibration) =
            run.Evaluation.RunWithCalibration(
                run.Table.Test, run.Configuration.Training.BatchSize, TestPredictions.Writer(folder, run.Network, run.Table.Test), cancellation);
        ProbeReport report = run.Probes.Report(logger, cancellation);
        TimeSpan took = elapsed();

        // A signal stops this too: what is written then is written again.
        await mediator.Publish(
            new RunCompleted(
                position.Epoch, run.Best.Epoch, position.Step, test, calibration, took, report.Findings, report.Sections, report.Elapsed),
            cancellation);
        return new RunResult(folder.FullPath, position.Epoch, run.Best.Epoch, took, run.Network.ParameterCount, test);
    }

    /// <summary>Leaves the network as it was after the last step.</summary>
    /// <returns>What happened, and where the checkpoint is.</returns>
    private async Task<Problem> GiveUpAsync(Exception exception, RunPlan plan, RunCheckpoints checkpoints)
    {
        logger.LogDebug(exception, "the run failed");
        Problem problem = exception is RunFailedException failure ? failure.Problem : PluginFaults.Describe(exception, plan);
        string when = string.Create(CultureInfo.InvariantCulture, $"epoch {clock.Epoch}, after step {clock.Step}");
        problem = problem.Place.Length == 0 ? problem with { Place = when } : problem with { Message = $"{when}: {problem.Message}" };
        var failed = new RunFailed(clock.Epoch, clock.Step, $"{problem.Place}: {problem.Message}") { Code = problem.Code };
        try
        {
            string path = checkpoints.SaveFailed(clock.Epoch, clock.Step);
            await mediator.Publish(new CheckpointWritten(path, clock.Epoch, clock.Step), CancellationToken.None);
            await mediator.Publish(failed, CancellationToken.None);
            return problem with { Message = $"{problem.Message.TrimEnd('.')}. The checkpoint is {Path.GetRelativePath(".", path)}." };
        }
        catch (Exception second) when (second is IOException or UnauthorizedAccessException)
        {
            // The disk may be full, which is then the reason for the failure, too.
            return problem with
            {
                Message = $"{problem.Message.TrimEnd('.')}. A checkpoint can't be written ({second.Message.TrimEnd('.')}); what was saved before is still there.",
            };
        }
    }
}
