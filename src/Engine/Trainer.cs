using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Engine.Events;
using MmoePipeline.Engine.Training;
using MmoePipeline.Runs;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Folders;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins;

namespace MmoePipeline.Engine;

/// <summary>
/// Trains and evaluates models, as <c>mmoe run</c> does: the same run folder with the same numbers, but for <c>log.txt</c> and the page, which are
/// the program's. It keeps nothing between two runs and changes nothing of the process.
/// </summary>
/// <param name="plugins">The plugins; null for the built-in ones.</param>
/// <param name="logging">Where runs log to; null for nowhere.</param>
/// <param name="time">The time of events and folders; null for the system's.</param>
public sealed class Trainer(PluginSet? plugins = null, ILoggerFactory? logging = null, TimeProvider? time = null)
{
    private readonly ImmutableArray<Action<IServiceCollection>> _subscriptions = [];

    private Trainer(Trainer other, Action<IServiceCollection> subscription)
        : this(other.Plugins, other.Logging, other.Time) => _subscriptions = other._subscriptions.Add(subscription);

    /// <summary>The plugins that configurations can name.</summary>
    public PluginSet Plugins { get; } = plugins ?? PluginSet.BuiltIn;

    private ILoggerFactory Logging { get; } = logging ?? NullLoggerFactory.Instance;

    private TimeProvider Time { get; } = time ?? TimeProvider.System;

    /// <summary>Calls a handler at each event of a kind, for instance <see cref="MmoePipeline.Events.EpochCompleted"/>, on the run's thread.</summary>
    /// <typeparam name="TEvent">The event.</typeparam>
    /// <param name="handler">Called after the run's own files are written. What it throws ends the run.</param>
    /// <returns>A trainer with this handler and those of this trainer, which stays as it is.</returns>
    public Trainer Subscribe<TEvent>(Action<TEvent> handler)
        where TEvent : INotification
    {
        ArgumentNullException.ThrowIfNull(handler);
        return new Trainer(this, services => services.AddSingleton<INotificationHandler<TEvent>>(new CalledHandler<TEvent>(handler)));
    }

    /// <summary>Trains what a configuration file says, on the calling thread: a server or a user interface calls it by <c>Task.Run</c>.</summary>
    /// <param name="configurationFile">The file.</param>
    /// <param name="settings">Arguments <c>path=value</c> over it, as the command line takes them; the later ones over the earlier ones.</param>
    /// <param name="progress">Receives some times a second how far the run is.</param>
    /// <param name="cancellation">Stops between two steps; the run folder has a checkpoint then, with which <c>mmoe resume</c> continues.</param>
    /// <exception cref="BadInputException">The configuration, the data or a plugin is wrong; no run folder was made.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    /// <exception cref="RunFailedException">Training diverged, or a plugin failed; the run folder has a checkpoint.</exception>
    public Task<RunResult> TrainAsync(
        string configurationFile, IReadOnlyList<string>? settings = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        RunPlan? plan = new RunPlanReader(Plugins.Registry).Read(configurationFile, settings ?? [], out ImmutableArray<ConfigurationProblem> problems);
        return plan is null ? throw new BadInputException([.. problems.Select(problem => problem.ToProblem())]) : TrainAsync(plan, progress, cancellation);
    }

    /// <summary>
    /// Trains what a configuration says that was put together in C#, on the calling thread. Relative paths in it start from the working folder.
    /// </summary>
    /// <param name="configuration">The configuration, whose plugins are those of <see cref="Plugins"/>.</param>
    /// <param name="progress">Receives some times a second how far the run is.</param>
    /// <param name="cancellation">Stops between two steps; the run folder has a checkpoint then, with which <c>mmoe resume</c> continues.</param>
    /// <inheritdoc cref="TrainAsync(string, IReadOnlyList{string}, IProgress{TrainingProgress}, CancellationToken)" path="/exception"/>
    public Task<RunResult> TrainAsync(
        RunConfiguration configuration, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return TrainAsync(new RunPlanReader(Plugins.Registry).Read(configuration), progress, cancellation);
    }

    private async Task<RunResult> TrainAsync(RunPlan plan, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        if (RunFolderPaths.OutputProblem(plan) is { } problem)
        {
            throw new BadInputException([problem]);
        }

        await using ServiceProvider services = EngineServices.Build(plan, Logging, own => AddOwn(own, progress), _subscriptions);
        return await services.GetRequiredService<RunExecutor>().ExecuteAsync(plan, resumption: null, cancellation);
    }

    private void AddOwn(IServiceCollection services, IProgress<TrainingProgress>? progress)
    {
        services.AddSingleton(Time);
        if (progress is not null)
        {
            services.AddSingleton<ITrainingProgress>(new ReportedProgress(progress, Time));
        }
    }
}
