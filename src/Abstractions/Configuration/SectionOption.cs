namespace MmoePipeline.Configuration;

/// <summary>A section of options.</summary>
/// <param name="Section">Gives its options; a function, because sections may refer to one another in a circle.</param>
public sealed record SectionOption(Func<OptionsDescriptor> Section) : OptionType;
