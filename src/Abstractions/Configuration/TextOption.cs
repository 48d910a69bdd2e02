namespace MmoePipeline.Configuration;

/// <summary>A text.</summary>
public sealed record TextOption : OptionType;
