namespace MmoePipeline.Benchmarks.Reporting;

/// <summary>A row of figures.</summary>
/// <param name="Name">What the figures are of.</param>
/// <param name="Values">A figure for each column; null where there is none.</param>
internal sealed record BenchmarkRow(string Name, params ImmutableArray<double?> Values);
