namespace MmoePipeline.Configuration;

/// <summary>A section that picks a plugin by its <c>type</c>.</summary>
/// <param name="Kind">The name of the plugin's kind.</param>
/// <param name="KindType">The interface or abstract class of the kind.</param>
public sealed record SlotOption(string Kind, Type KindType) : OptionType;
