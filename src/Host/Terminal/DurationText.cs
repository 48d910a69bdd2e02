using System.Globalization;

namespace MmoePipeline.Host.Terminal;

/// <summary>Durations for people.</summary>
internal static class DurationText
{
    /// <summary>Hours, minutes and seconds, or minutes and seconds below an hour; of a day and more, all of its hours: <c>26:00:05</c>.</summary>
    /// <param name="duration">The duration, not negative.</param>
    public static string Of(TimeSpan duration)
    {
        long hours = (long)duration.TotalHours;
        return hours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{hours}:{duration.Minutes:D2}:{duration.Seconds:D2}")
            : string.Create(CultureInfo.InvariantCulture, $"{duration.Minutes}:{duration.Seconds:D2}");
    }
}
