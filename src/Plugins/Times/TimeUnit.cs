namespace MmoePipeline.Plugins.Times;

/// <summary>What a number of a time column counts since 1970-01-01 00:00 UTC.</summary>
public enum TimeUnit
{
    /// <summary>Seconds.</summary>
    Seconds,

    /// <summary>Milliseconds.</summary>
    Milliseconds,

    /// <summary>Microseconds.</summary>
    Microseconds,
}
