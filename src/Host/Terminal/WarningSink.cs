using System.Globalization;
using Serilog.Core;
using Serilog.Events;
using Spectre.Console;

namespace MmoePipeline.Host.Terminal;

/// <summary>Shows warnings to the person at the terminal.</summary>
/// <param name="console">Standard error.</param>
internal sealed class WarningSink(IAnsiConsole console) : ILogEventSink
{
    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        console.Markup("[yellow]warning[/] ");
        console.Profile.Out.Writer.WriteLine(logEvent.RenderMessage(CultureInfo.InvariantCulture));
    }
}
