namespace MmoePipeline.Configuration;

/// <summary>A text.</summary>
public sealed record TextOption : OptionType
{
    /// <summary>A regular expression that the whole text has to match; null for any.</summary>
    public string? Pattern { get; init; }

    /// <summary>The least number of characters.</summary>
    public int MinimumLength { get; init; }

    /// <summary>The largest number of characters; null for no limit.</summary>
    public int? MaximumLength { get; init; }
}
