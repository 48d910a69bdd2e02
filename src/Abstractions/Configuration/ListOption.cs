namespace MmoePipeline.Configuration;

/// <summary>A list.</summary>
/// <param name="Item">What values the items take.</param>
public sealed record ListOption(OptionType Item) : OptionType;
