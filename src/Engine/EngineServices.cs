using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using MmoePipeline.Construction;
using MmoePipeline.Engine.Events;
using MmoePipeline.Engine.Training;
using MmoePipeline.Events;
using MmoePipeline.Modeling;
using MmoePipeline.Runs.Folders;
using MmoePipeline.Runs.Options;

namespace MmoePipeline.Engine;

/// <summary>The services of one run.</summary>
internal static class EngineServices
{
    /// <summary>
    /// Adds what a run needs. Subscribers to its events are called in the order of registration; the configured handlers are to be registered after
    /// all others.
    /// </summary>
    public static IServiceCollection AddRun(this IServiceCollection services)
    {
        services.AddSingleton<PluginActivator>();
        services.AddSingleton<RunSession>();
        services.AddSingleton<RunExecutor>();
        services.AddSingleton<TrainingClock>();
        services.AddSingleton<ITrainingClock>(provider => provider.GetRequiredService<TrainingClock>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ITrainingProgress, NoProgress>();
        services.TryAddSingleton<IUncaughtExceptions, LeftToProcess>();
        services.AddSingleton<ServiceFactory>(provider => provider.GetRequiredService);
        services.AddSingleton<IMediator, Mediator>();

        services.AddSingleton<MetricsFileWriter>();
        services.AddSingleton<TensorBoardWriter>();
        services.AddSingleton<VerdictsFileWriter>();
        services.Subscribe<RunStarted, MetricsFileWriter>();
        services.Subscribe<RunResumed, TensorBoardWriter>();
        services.Subscribe<DataEncoded, MetricsFileWriter>();
        services.Subscribe<EpochCompleted, MetricsFileWriter>();
        services.Subscribe<EpochCompleted, TensorBoardWriter>();
        services.Subscribe<ProbeAlerted, MetricsFileWriter>();
        services.Subscribe<CheckpointWritten, MetricsFileWriter>();
        services.Subscribe<RunInterrupted, MetricsFileWriter>();
        services.Subscribe<RunFailed, MetricsFileWriter>();
        services.Subscribe<RunCompleted, MetricsFileWriter>();
        services.Subscribe<RunCompleted, TensorBoardWriter>();
        services.Subscribe<RunCompleted, VerdictsFileWriter>();
        return services;
    }

    /// <summary>Calls a service at each event of a kind.</summary>
    /// <typeparam name="TEvent">The event.</typeparam>
    /// <typeparam name="THandler">The service.</typeparam>
    public static void Subscribe<TEvent, THandler>(this IServiceCollection services)
        where TEvent : INotification
        where THandler : class, INotificationHandler<TEvent> =>
        services.AddSingleton<INotificationHandler<TEvent>>(provider => provider.GetRequiredService<THandler>());

    /// <summary>Builds the services of a plan: for its run, or for no more than the construction of its plugins.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="logging">Where plugins and the run log to; it stays its owner's.</param>
    /// <param name="own">Adds a program's own services, which come in the place of the defaults; null for none.</param>
    /// <param name="subscriptions">Add a program's subscribers, which are called after those of the run's files.</param>
    public static ServiceProvider Build(
        RunPlan plan, ILoggerFactory logging, Action<IServiceCollection>? own = null, params IEnumerable<Action<IServiceCollection>> subscriptions)
    {
        var services = new ServiceCollection();
        services.AddSingleton(logging);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        own?.Invoke(services);
        services.AddRun();
        foreach (Action<IServiceCollection> subscribe in subscriptions)
        {
            subscribe(services);
        }

        EventHandlers.Register(services, plan.Configuration.Handlers);
        return services.BuildServiceProvider();
    }
}
