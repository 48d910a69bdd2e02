namespace MmoePipeline.Configuration;

/// <summary>An object whose keys are the user's own.</summary>
/// <param name="Item">What values its members take.</param>
public sealed record MapOption(OptionType Item) : OptionType;
