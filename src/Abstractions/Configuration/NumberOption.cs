namespace MmoePipeline.Configuration;

/// <summary>A finite number.</summary>
/// <param name="IsInteger">Whether it has to be whole.</param>
public sealed record NumberOption(bool IsInteger) : OptionType
{
    /// <summary>The smallest value as a JSON number; null for no limit.</summary>
    public string? Minimum { get; init; }

    /// <summary>The largest value as a JSON number; null for no limit.</summary>
    public string? Maximum { get; init; }

    /// <summary>Whether the smallest value itself is excluded.</summary>
    public bool MinimumIsExclusive { get; init; }

    /// <summary>Whether the largest value itself is excluded.</summary>
    public bool MaximumIsExclusive { get; init; }
}
