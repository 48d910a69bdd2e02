using System.Globalization;

namespace MmoePipeline.Plugins.Times;

/// <summary>Times as ISO 8601 and databases write them.</summary>
internal static class TimeText
{
    private const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd",
        .. from separator in new[] { " ", "'T'" }
           from time in new[] { "HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF" }
           from offset in new[] { "K", "zz" }
           select $"yyyy-MM-dd{separator}{time}{offset}",
    ];

    /// <summary>Reads a time.</summary>
    /// <param name="text">The time; UTC where it has no offset.</param>
    /// <param name="microseconds">Microseconds since 1970-01-01 00:00 UTC.</param>
    public static bool TryParse(string text, out double microseconds)
    {
        // One format is several times faster than all; a text of the same length may still be of another one.
        string? likely = text.Length switch
        {
            10 => "yyyy-MM-dd",
            16 => text[10] == ' ' ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd'T'HH:mm",
            19 => text[10] == ' ' ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd'T'HH:mm:ss",
            _ => null,
        };
        bool isTime = (likely is not null && DateTimeOffset.TryParseExact(text, likely, CultureInfo.InvariantCulture, Styles, out DateTimeOffset time))
            || DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, Styles, out time);
        microseconds = (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        return isTime;
    }

    /// <summary>Writes a time of the calendar, UTC, without parts that are zero.</summary>
    /// <param name="microseconds">Microseconds since 1970-01-01 00:00 UTC.</param>
    public static string Write(double microseconds)
    {
        double most = (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).TotalMicroseconds;
        double least = (DateTimeOffset.MinValue - DateTimeOffset.UnixEpoch).TotalMicroseconds;
        if (microseconds < least || microseconds > most)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{microseconds:R} microseconds since 1970");
        }

        DateTimeOffset time = DateTimeOffset.UnixEpoch.AddTicks((long)microseconds * TimeSpan.TicksPerMicrosecond);
        return time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture);
    }
}
