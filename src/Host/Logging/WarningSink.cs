using System.Globalization;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Display;
using Spectre.Console;

namespace MmoePipeline.Host.Logging;

/// <summary>Shows warnings to the person at the terminal.</summary>
/// <param name="console">Standard error.</param>
internal sealed class WarningSink(IAnsiConsole console) : ILogEventSink
{
    // Texts as they are, without quotation marks around each.
    private static readonly MessageTemplateTextFormatter Formatter = new("{Message:lj}", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        console.Markup("[yellow]warning[/] ");
        Formatter.Format(VisibleLogEvent.Of(logEvent), console.Profile.Out.Writer);
        console.Profile.Out.Writer.WriteLine();
    }
}
