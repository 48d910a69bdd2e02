namespace MmoePipeline.Configuration;

/// <summary>One of some names.</summary>
/// <param name="Choices">The names.</param>
public sealed record ChoiceOption(ImmutableArray<string> Choices) : OptionType;
