using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Construction;
using MmoePipeline.Engine.Checkpoints;
using MmoePipeline.Engine.Events;
using MmoePipeline.Engine.Steps;
using MmoePipeline.Engine.Training;
using MmoePipeline.Events;
using MmoePipeline.Host.Commands;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Folders;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins;
using Spectre.Console;

namespace MmoePipeline.Host.Tests.Resuming;

/// <summary>A small training of 14 steps an epoch, in this process, that can be stopped and taken up again by another.</summary>
internal sealed class InterruptedTraining : IDisposable
{
    /// <summary>The plugins of the program itself.</summary>
    public static readonly PluginRegistry Registry = PluginLoader.Load(Path.Combine(Path.GetTempPath(), "no-such-folder"));

    private readonly IHost _host;
    private readonly PreparedRun _run;
    private readonly TrainingLoop _loop;
    private readonly RunState _state;
    private readonly TrainingClock _clock;

    public InterruptedTraining(string folder, params string[] sets)
    {
        string file = Path.Combine(folder, "config.json");
        File.WriteAllText(file, FunnelConfiguration.Text);
        RunPlan? plan = new RunPlanReader(Registry).Read(
            file, ["training.batchSize=32", "training.epochs=3", .. sets], out ImmutableArray<ConfigurationProblem> problems);
        Assert.Empty(problems);
        _host = RunHost.Create(plan!, AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }));
        _clock = _host.Services.GetRequiredService<TrainingClock>();
        var progress = _host.Services.GetRequiredService<ITrainingProgress>();
        _run = PreparedRun.Prepare(
            plan!,
            _host.Services.GetRequiredService<PluginActivator>(),
            _host.Services.GetRequiredService<Lazy<EventHandlers>>(),
            _clock,
            progress,
            NullLogger.Instance,
            default);
        var runFolder = RunFolder.Create(Path.Combine(folder, "runs"), "x", DateTimeOffset.UnixEpoch, _ => { });
        Identity = RunIdentity.Of(plan!, runFolder, _run.Table, _run.Network);
        var faults = new NumericFaults(plan!.Configuration.Training.NumericFaults, runFolder, NullLogger.Instance);
        _state = new RunState(Identity, _run.Network, _run.Random, [.. _run.ResumableParts, ("numericFaults", faults)]);
        _loop = new TrainingLoop(_run, _clock, progress, new LeftToProcess(), new LeakWatch(plan!, NullLogger.Instance), faults);
    }

    /// <summary>What it is.</summary>
    public RunIdentity Identity { get; }

    /// <summary>The figures of the epochs that were trained here, as texts.</summary>
    public List<string> Figures { get; } = [];

    /// <summary>Trains to the end, or until the given step is done.</summary>
    public void Train(long until = long.MaxValue)
    {
        using var stop = new CancellationTokenSource();
        try
        {
            while (!_loop.IsOver)
            {
                (EpochCompleted completed, ImmutableArray<ProbeAlerted> alerts) = _loop.TrainEpoch(StopWhenDue, stop.Token);
                Figures.Add(Told(completed, alerts));
                _loop.CompleteEpoch();
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Equal(until, _clock.Step);
        }

        void StopWhenDue()
        {
            if (_clock.Step == until)
            {
                stop.Cancel();
            }
        }
    }

    /// <summary>Writes a checkpoint.</summary>
    public void Save(string folder)
    {
        using CheckpointContent content = _state.Capture(_loop.Position, new RunRecord(7, 1.5));
        new CheckpointStore(folder, keep: 2).Write(content);
    }

    /// <summary>Goes on from the newest checkpoint.</summary>
    public void Restore(string folder)
    {
        using SavedCheckpoint checkpoint = new CheckpointStore(folder, keep: 2).ReadNewest(NullLogger.Instance)!;
        (RunPosition position, RunRecord record) = _state.Restore(checkpoint);
        Assert.Equal(new RunRecord(7, 1.5), record);
        _loop.GoOnFrom(position);
    }

    /// <summary>All that a checkpoint would hold: its state as text, and the bytes of its tensors by name.</summary>
    public (string State, Dictionary<string, string> Tensors) Content()
    {
        using CheckpointContent content = _state.Capture(_loop.Position, default);
        return (
            System.Text.Encoding.UTF8.GetString(content.State.Span),
            content.Tensors.ToDictionary(pair => pair.Key, pair => Convert.ToHexString(pair.Value.contiguous().bytes)));
    }

    public void Dispose()
    {
        _run.Dispose();
        _host.Dispose();
    }

    /// <summary>All but times.</summary>
    private static string Told(EpochCompleted completed, ImmutableArray<ProbeAlerted> alerts) => string.Join(
        '\n',
        [
            $"{completed.Epoch} {completed.Step} {Text(completed.Score)} {completed.IsBest} {Text(completed.LearningRateFactor)}",
            .. completed.Losses.Select(loss => $"{loss.Task} {Text(loss.Loss)} {Text(loss.Weight)}"),
            .. completed.Validation.SelectMany(task => task.Metrics.Select(metric => $"{task.Task} {metric.Name} {Text(metric.Value)}")),
            .. completed.Probes.Select(metric => $"{metric.Name} {Text(metric.Value)}"),
            .. alerts.Select(alert => $"{alert.Probe} {alert.Alert.Name} {alert.Alert.Message}"),
        ]);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
