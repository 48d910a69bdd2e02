namespace MmoePipeline.Plugins.Features.Time;

/// <summary>Computes the parts of times.</summary>
internal static class TimeParts
{
    /// <summary>How many values a part has: its period.</summary>
    public static int PeriodOf(TimePart part) => part switch
    {
        TimePart.Hour => 24,
        TimePart.Weekday => 7,
        TimePart.Month => 12,
        TimePart.DayOfYear => 366,
        TimePart.DayOfMonth => 31,
        TimePart.MinuteOfDay => 1440,
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "This is not a part of a time."),
    };

    /// <summary>The value of a part, from 0.</summary>
    public static int ValueOf(TimePart part, DateTime time) => part switch
    {
        TimePart.Hour => time.Hour,
        TimePart.Weekday => ((int)time.DayOfWeek + 6) % 7,
        TimePart.Month => time.Month - 1,
        TimePart.DayOfYear => time.DayOfYear - 1,
        TimePart.DayOfMonth => time.Day - 1,
        TimePart.MinuteOfDay => (60 * time.Hour) + time.Minute,
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "This is not a part of a time."),
    };

    /// <summary>The part as options and tables name it, such as <c>day-of-year</c>.</summary>
    public static string NameOf(TimePart part) => part switch
    {
        TimePart.Hour => "hour",
        TimePart.Weekday => "weekday",
        TimePart.Month => "month",
        TimePart.DayOfYear => "day-of-year",
        TimePart.DayOfMonth => "day-of-month",
        TimePart.MinuteOfDay => "minute-of-day",
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "This is not a part of a time."),
    };
}
