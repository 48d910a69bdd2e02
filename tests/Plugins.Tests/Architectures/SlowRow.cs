namespace MmoePipeline.Plugins.Tests.Architectures;

/// <summary>A row of the test layout: rows of the embedding table for two fields, and a number.</summary>
public sealed record SlowRow(int First, int Second, double Number);
