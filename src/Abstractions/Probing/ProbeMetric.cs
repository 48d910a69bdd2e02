namespace MmoePipeline.Probing;

/// <summary>A figure of a probe.</summary>
/// <param name="Name">
/// The name in files and charts; parts are separated by a slash: <c>gates/income/entropy</c>.
/// </param>
/// <param name="Value">The figure.</param>
public sealed record ProbeMetric(string Name, double Value);
