namespace MmoePipeline.Configuration;

/// <summary>A list.</summary>
/// <param name="Item">What values the items take.</param>
public sealed record ListOption(OptionType Item) : OptionType
{
    /// <summary>The least number of items.</summary>
    public int MinimumLength { get; init; }

    /// <summary>The largest number of items; null for no limit.</summary>
    public int? MaximumLength { get; init; }
}
