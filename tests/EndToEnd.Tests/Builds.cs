namespace MmoePipeline.EndToEnd.Tests;

/// <summary>Tests that build projects which refer to the repository's: one after another, because they share its output folders.</summary>
[CollectionDefinition(nameof(Builds))]
public sealed class Builds;
