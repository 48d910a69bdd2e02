using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Extensions.Logging;
using Spectre.Console;

namespace MmoePipeline.Host.Logging;

/// <summary>Logging of commands that have no run folder: warnings to the terminal, nothing else.</summary>
internal static class TerminalLogging
{
    /// <summary>Creates the factory.</summary>
    /// <param name="messages">Standard error.</param>
    public static ILoggerFactory Create(IAnsiConsole messages) => new SerilogLoggerFactory(
        new LoggerConfiguration().WriteTo.Sink(new WarningSink(messages), Serilog.Events.LogEventLevel.Warning).CreateLogger(), dispose: true);
}
