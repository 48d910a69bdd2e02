namespace MmoePipeline.Reporting;

/// <summary>Points with a name.</summary>
/// <param name="Name">The name in the legend.</param>
/// <param name="X">The horizontal values.</param>
/// <param name="Y">The vertical values, as many; null where there is none.</param>
public sealed record PointSeries(string Name, ImmutableArray<double> X, ImmutableArray<double?> Y);
