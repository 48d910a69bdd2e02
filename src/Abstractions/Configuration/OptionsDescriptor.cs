namespace MmoePipeline.Configuration;

/// <summary>What a section of options holds; made by generated code.</summary>
/// <param name="Type">The options record.</param>
/// <param name="Summary">The summary of its doc comment, as plain text on one line.</param>
/// <param name="Options">The options, in the order of the record.</param>
public sealed record OptionsDescriptor(Type Type, string Summary, ImmutableArray<OptionDescriptor> Options);
