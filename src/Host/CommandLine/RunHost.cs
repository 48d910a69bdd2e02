using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MmoePipeline.Composition;
using MmoePipeline.Events;
using MmoePipeline.Host.Composition;
using MmoePipeline.Host.Configuration;
using MmoePipeline.Host.Handlers;
using MmoePipeline.Host.Reporting;
using MmoePipeline.Host.Runs;
using MmoePipeline.Host.Terminal;
using MmoePipeline.Host.Training;
using MmoePipeline.Modeling;
using Serilog;
using Spectre.Console;

namespace MmoePipeline.Host.CommandLine;

/// <summary>Puts the services of a run together.</summary>
internal static class RunHost
{
    /// <summary>Builds the host. Its defaults are off, so that a run depends on nothing that its plan doesn't hold.</summary>
    /// <param name="plan">The run.</param>
    /// <param name="messages">Where progress and warnings go.</param>
    public static IHost Create(RunPlan plan, IAnsiConsole messages)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        ((IConfigurationBuilder)builder.Configuration).Add(new ConfigurationTreeSource(plan.Tree));
        builder.Services.Configure<ConsoleLifetimeOptions>(options => options.SuppressStatusMessages = true);

        builder.Services.AddSingleton<RunLog>();
        builder.Logging.SetMinimumLevel(LogLevel.Debug).AddFilter("Microsoft", LogLevel.Warning);
        builder.Services.AddSingleton<ILoggerProvider>(services => new Serilog.Extensions.Logging.SerilogLoggerProvider(
            new LoggerConfiguration().MinimumLevel.Debug()
                .WriteTo.Sink(services.GetRequiredService<RunLog>())
                .WriteTo.Sink(new WarningSink(messages), Serilog.Events.LogEventLevel.Warning)
                .CreateLogger(),
            dispose: true));

        builder.Services.AddSingleton(messages);
        builder.Services.AddSingleton<PluginActivator>();
        builder.Services.AddSingleton<RunSession>();
        builder.Services.AddSingleton<RunExecutor>();
        builder.Services.AddSingleton<TrainingClock>();
        builder.Services.AddSingleton<ITrainingClock>(services => services.GetRequiredService<TrainingClock>());
        AddEvents(builder.Services);
        EventHandlers.Register(builder.Services, plan.Configuration.Handlers);
        return builder.Build();
    }

    /// <summary>Events and who hears them, in the order in which they hear.</summary>
    private static void AddEvents(IServiceCollection services)
    {
        services.AddSingleton<ServiceFactory>(provider => provider.GetRequiredService);
        services.AddSingleton<IMediator, Mediator>();
        services.AddSingleton<ConsoleProgress>();
        services.AddSingleton<ITrainingProgress>(provider => provider.GetRequiredService<ConsoleProgress>());
        services.AddSingleton<MetricsFileWriter>();
        services.AddSingleton<TensorBoardWriter>();
        services.AddSingleton<VerdictsFileWriter>();
        services.AddSingleton<ReportWriter>();

        Hears<RunStarted, RunLog>();
        Hears<RunStarted, MetricsFileWriter>();
        Hears<RunStarted, ReportWriter>();
        Hears<RunStarted, ConsoleProgress>();
        Hears<RunResumed, RunLog>();
        Hears<RunResumed, TensorBoardWriter>();
        Hears<RunResumed, ReportWriter>();
        Hears<RunResumed, ConsoleProgress>();
        Hears<DataEncoded, MetricsFileWriter>();
        Hears<DataEncoded, ConsoleProgress>();
        Hears<EpochCompleted, MetricsFileWriter>();
        Hears<EpochCompleted, TensorBoardWriter>();
        Hears<EpochCompleted, ConsoleProgress>();
        Hears<ProbeAlerted, MetricsFileWriter>();
        Hears<ProbeAlerted, ConsoleProgress>();
        Hears<CheckpointWritten, MetricsFileWriter>();
        Hears<RunInterrupted, MetricsFileWriter>();
        Hears<RunInterrupted, ConsoleProgress>();
        Hears<RunFailed, MetricsFileWriter>();
        Hears<RunCompleted, MetricsFileWriter>();
        Hears<RunCompleted, TensorBoardWriter>();
        Hears<RunCompleted, VerdictsFileWriter>();

        // After the metrics: the page is made from the files.
        Hears<RunCompleted, ReportWriter>();

        void Hears<TEvent, THandler>()
            where TEvent : INotification
            where THandler : class, INotificationHandler<TEvent> =>
            services.AddSingleton<INotificationHandler<TEvent>>(provider => provider.GetRequiredService<THandler>());
    }
}
