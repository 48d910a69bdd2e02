namespace MmoePipeline.Experiments.Series;

/// <summary>A configuration with changes: one of the things that are compared.</summary>
/// <param name="Name">Its name, which no other variant of the series has.</param>
/// <param name="ConfigurationFile">The configuration file.</param>
/// <param name="Sets">Changes of it, <c>path=value</c> each, as the command line's <c>--set</c>.</param>
internal sealed record Variant(string Name, string ConfigurationFile, ImmutableArray<string> Sets);
