namespace MmoePipeline.Plugins.Features.Time;

/// <summary>The value of a row in a column of times.</summary>
/// <param name="IsMissing">Whether it has none.</param>
/// <param name="Time">The time, UTC; null where it is missing or not a time.</param>
internal readonly record struct TimeCell(bool IsMissing, DateTime? Time)
{
    /// <summary>A row without a value.</summary>
    public static TimeCell Missing => new(true, null);

    /// <summary>Whether there is a value that is not a time.</summary>
    public bool IsFault => !IsMissing && Time is null;
}
