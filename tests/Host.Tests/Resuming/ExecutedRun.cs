using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Construction;
using MmoePipeline.Engine.Checkpoints;
using MmoePipeline.Engine.Events;
using MmoePipeline.Engine.Training;
using MmoePipeline.Events;
using MmoePipeline.Host.Commands;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Folders;
using MmoePipeline.Runs.Options;
using Spectre.Console;

namespace MmoePipeline.Host.Tests.Resuming;

/// <summary>Whole runs in this process, with their folders, and what becomes of a folder that is resumed.</summary>
internal static class ExecutedRun
{
    /// <summary>Does a run of <see cref="FunnelConfiguration"/> to its end.</summary>
    public static async Task<RunFolder> StartAsync(string folder, params string[] sets)
    {
        string file = Path.Combine(folder, "start.json");
        await File.WriteAllTextAsync(file, FunnelConfiguration.Text);
        RunResult result = await ExecuteAsync(
            file, null, stopWhenResumed: false, ["training.batchSize=32", $"run.output={folder}/runs", .. sets]);
        return RunFolder.Open(result.Folder);
    }

    /// <summary>Resumes a run from its newest checkpoint, or from its start where it has none.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="isForced">Whether differences are allowed.</param>
    /// <param name="stopWhenResumed">Whether the run is stopped, as by a signal, as soon as it was resumed.</param>
    /// <param name="sets">Values that differ.</param>
    public static async Task<RunResult> ResumeAsync(RunFolder folder, bool isForced, bool stopWhenResumed, params string[] sets)
    {
        using SavedCheckpoint? checkpoint = new CheckpointStore(folder.Checkpoints, keep: 2).ReadNewest(NullLogger.Instance);
        return await ExecuteAsync(folder.ConfigurationFile, new Resumption(folder, checkpoint, isForced), stopWhenResumed, sets);
    }

    /// <summary>The content of all files of a run folder, as texts by name; locks are left out.</summary>
    public static SortedDictionary<string, string> Files(RunFolder folder) => new(
        Directory.EnumerateFiles(folder.FullPath, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != ".lock")
            .ToDictionary(file => Path.GetRelativePath(folder.FullPath, file), file => Convert.ToHexString(File.ReadAllBytes(file))),
        StringComparer.Ordinal);

    private static async Task<RunResult> ExecuteAsync(string file, Resumption? resumption, bool stopWhenResumed, string[] sets)
    {
        RunPlan? plan = new RunPlanReader(InterruptedTraining.Registry).Read(file, sets, out ImmutableArray<ConfigurationProblem> problems);
        Assert.Empty(problems);
        using IHost host = RunHost.Create(plan!, AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }));
        using var stop = new CancellationTokenSource();
        IServiceProvider services = host.Services;
        var executor = new RunExecutor(
            services.GetRequiredService<PluginActivator>(),
            services.GetRequiredService<Lazy<EventHandlers>>(),
            new StoppingMediator(services.GetRequiredService<IMediator>(), stopWhenResumed ? stop : null),
            services.GetRequiredService<RunSession>(),
            services.GetRequiredService<TrainingClock>(),
            services.GetRequiredService<ITrainingProgress>(),
            services.GetRequiredService<IUncaughtExceptions>(),
            TimeProvider.System,
            NullLogger<RunExecutor>.Instance);
        return await executor.ExecuteAsync(plan!, resumption, stop.Token);
    }

    /// <summary>Passes events on, and stops the run after the first one of a resumed run.</summary>
    private sealed class StoppingMediator(IMediator inner, CancellationTokenSource? stop) : IMediator
    {
        public async Task Publish<TNotification>(TNotification notification, CancellationToken cancellationToken = default)
            where TNotification : INotification
        {
            await inner.Publish(notification, cancellationToken);
            Stop(notification);
        }

        public Task<TResponse> Send<TResponse>(IRequest<TResponse> request, CancellationToken cancellationToken = default) =>
            inner.Send(request, cancellationToken);

        private void Stop(object notification)
        {
            if (notification is RunResumed)
            {
                stop?.Cancel();
            }
        }
    }
}
