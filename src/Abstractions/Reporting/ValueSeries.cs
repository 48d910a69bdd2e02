namespace MmoePipeline.Reporting;

/// <summary>Values with a name.</summary>
/// <param name="Name">The name in the legend.</param>
/// <param name="Values">A value for each category; null where there is none.</param>
public sealed record ValueSeries(string Name, ImmutableArray<double?> Values);
