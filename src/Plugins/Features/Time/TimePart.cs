namespace MmoePipeline.Plugins.Features.Time;

/// <summary>A part of a time that repeats itself.</summary>
public enum TimePart
{
    /// <summary>The hour of the day, 0 to 23.</summary>
    Hour,

    /// <summary>The day of the week, from Monday.</summary>
    Weekday,

    /// <summary>The month of the year, from January.</summary>
    Month,

    /// <summary>The day of the year, 1 to 366.</summary>
    DayOfYear,

    /// <summary>The day of the month, 1 to 31.</summary>
    DayOfMonth,

    /// <summary>The minute of the day, 0 to 1439.</summary>
    MinuteOfDay,
}
