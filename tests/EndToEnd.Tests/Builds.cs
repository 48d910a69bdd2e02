namespace MmoePipeline.EndToEnd.Tests;

/// <summary>
/// Tests that build projects which refer to the repository's or to its packages: one after another, because they share output folders, and with one
/// feed of packages.
/// </summary>
[CollectionDefinition(nameof(Builds))]
public sealed class Builds : ICollectionFixture<LocalFeed>;
