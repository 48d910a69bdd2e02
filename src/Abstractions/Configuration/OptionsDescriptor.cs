namespace MmoePipeline.Configuration;

/// <summary>What a section of options holds; made by generated code.</summary>
/// <param name="Type">The options record.</param>
/// <param name="Summary">The summary of its doc comment, as plain text on one line.</param>
/// <param name="Options">The options, in the order of the record.</param>
public sealed record OptionsDescriptor(Type Type, string Summary, ImmutableArray<OptionDescriptor> Options);

/// <summary>One option with its default.</summary>
/// <param name="Key">The key in the configuration.</param>
/// <param name="Type">What values it takes.</param>
/// <param name="Summary">The summary of its doc comment, as plain text on one line.</param>
public sealed record OptionDescriptor(string Key, OptionType Type, string Summary)
{
    /// <summary>The remarks of its doc comment, as plain text on one line; empty where there are none.</summary>
    public string Remarks { get; init; } = "";

    /// <summary>Whether it has to be there.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The default as JSON; null for a required option and for sections, whose options have their own defaults.</summary>
    public string? Default { get; init; }
}
