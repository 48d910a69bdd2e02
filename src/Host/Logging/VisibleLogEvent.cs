using Serilog.Events;

namespace MmoePipeline.Host.Logging;

/// <summary>Log events for files and terminals: texts that come from data can neither begin a line nor move the cursor.</summary>
internal static class VisibleLogEvent
{
    /// <summary>The event with its texts on one line each, control characters as <c>\n</c> or <c>\u001b</c>.</summary>
    public static LogEvent Of(LogEvent logEvent) => new(
        logEvent.Timestamp,
        logEvent.Level,
        logEvent.Exception,
        logEvent.MessageTemplate,
        logEvent.Properties.Select(property => new LogEventProperty(property.Key, Visible(property.Value))));

    private static LogEventPropertyValue Visible(LogEventPropertyValue value) =>
        value is ScalarValue { Value: string text } ? new ScalarValue(VisibleText.OnOneLine(text)) : value;
}
