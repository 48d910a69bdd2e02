using MmoePipeline.Statistics;

namespace MmoePipeline.Tasks;

/// <summary>A figure of how well a task is predicted.</summary>
/// <param name="Name">The name in files and configurations, in camelCase, for instance <c>logLoss</c>.</param>
/// <param name="Value">The figure.</param>
/// <param name="HigherIsBetter">
/// Whether a larger figure is a better one; null where neither is, so that no epoch can be chosen by it.
/// </param>
public sealed record TaskMetric(string Name, double Value, bool? HigherIsBetter)
{
    /// <summary>
    /// The 95 % interval of the figure over other samples of as many rows, for the network as it is; null where the task has none for it. What
    /// another seed or other training rows would change is not in it.
    /// </summary>
    public ConfidenceInterval? Interval { get; init; }
}
