using System.Globalization;

namespace MmoePipeline.Configuration.Rules;

/// <summary>Limits of a value of some type.</summary>
/// <typeparam name="T">The type.</typeparam>
/// <param name="Minimum">The smallest value; null for no limit.</param>
/// <param name="Maximum">The largest value; null for no limit.</param>
public sealed record RangeRule<T>(T? Minimum, T? Maximum) : RangeRule, IOptionRule<T>
    where T : struct, IComparable<T>, IFormattable
{
    /// <inheritdoc/>
    public override string? Least => Minimum?.ToString(null, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override string? Most => Maximum?.ToString(null, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public bool Holds(T value) =>
        (Minimum is not { } minimum || (MinimumIsExclusive ? value.CompareTo(minimum) > 0 : value.CompareTo(minimum) >= 0))
        && (Maximum is not { } maximum || (MaximumIsExclusive ? value.CompareTo(maximum) < 0 : value.CompareTo(maximum) <= 0));
}
