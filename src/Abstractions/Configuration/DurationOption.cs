namespace MmoePipeline.Configuration;

/// <summary>A duration such as <c>"00:05:00"</c>.</summary>
public sealed record DurationOption : OptionType;
