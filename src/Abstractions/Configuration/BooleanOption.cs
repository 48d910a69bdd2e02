namespace MmoePipeline.Configuration;

/// <summary><c>true</c> or <c>false</c>.</summary>
public sealed record BooleanOption : OptionType;
