namespace MmoePipeline.Plugins.Times;

/// <summary>Converts numbers that count a <see cref="TimeUnit"/>.</summary>
internal static class TimeUnits
{
    /// <summary>Microseconds since 1970-01-01 00:00 UTC.</summary>
    /// <param name="unit">What the number counts.</param>
    /// <param name="number">The number.</param>
    public static double ToMicroseconds(this TimeUnit unit, double number) => number * (unit switch { TimeUnit.Seconds => 1e6, TimeUnit.Milliseconds => 1e3, _ => 1 });
}
