namespace MmoePipeline.Tasks;

/// <summary>A figure that tells how well a task is predicted.</summary>
/// <param name="Name">The name in files and configurations, in camelCase, for instance <c>logLoss</c>.</param>
/// <param name="Value">The figure.</param>
/// <param name="HigherIsBetter">
/// Whether a larger figure is a better one; null where neither is, so that no epoch can be chosen by it.
/// </param>
public sealed record TaskMetric(string Name, double Value, bool? HigherIsBetter);
