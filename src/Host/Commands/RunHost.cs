using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MmoePipeline.Engine;
using MmoePipeline.Engine.Events;
using MmoePipeline.Engine.Training;
using MmoePipeline.Events;
using MmoePipeline.Host.Configuration;
using MmoePipeline.Host.Logging;
using MmoePipeline.Host.Runtime;
using MmoePipeline.Host.Terminal;
using MmoePipeline.Reporting.Pages;
using MmoePipeline.Runs.Options;
using Serilog;
using Spectre.Console;

namespace MmoePipeline.Host.Commands;

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
        builder.Services.AddSingleton<IUncaughtExceptions, RunGuard>();
        AddSubscribers(builder.Services);
        EventHandlers.Register(builder.Services, plan.Configuration.Handlers);
        return builder.Build();
    }

    /// <summary>Who subscribes to the run's events, in the order in which they are called.</summary>
    private static void AddSubscribers(IServiceCollection services)
    {
        services.AddSingleton<ConsoleProgress>();
        services.AddSingleton<ITrainingProgress>(provider => provider.GetRequiredService<ConsoleProgress>());
        services.AddSingleton<ReportWriter>();

        services.Subscribe<RunStarted, RunLog>();
        services.Subscribe<RunResumed, RunLog>();
        services.AddRun();

        // After the metrics: the page is made from the files.
        services.Subscribe<RunStarted, ReportWriter>();
        services.Subscribe<RunResumed, ReportWriter>();
        services.Subscribe<RunCompleted, ReportWriter>();

        services.Subscribe<RunStarted, ConsoleProgress>();
        services.Subscribe<RunResumed, ConsoleProgress>();
        services.Subscribe<DataEncoded, ConsoleProgress>();
        services.Subscribe<EpochCompleted, ConsoleProgress>();
        services.Subscribe<ProbeAlerted, ConsoleProgress>();
        services.Subscribe<RunInterrupted, ConsoleProgress>();
    }
}
