namespace MmoePipeline.Probing;

/// <summary>What a probe reports about an epoch.</summary>
/// <param name="Metrics">The figures; names are the same in every epoch.</param>
/// <param name="Alerts">
/// What is new in this epoch: a probe reports a state once, when it begins, and again only after it ended.
/// </param>
public sealed record ProbeFigures(ImmutableArray<ProbeMetric> Metrics, ImmutableArray<ProbeAlert> Alerts)
{
    /// <summary>Nothing to report.</summary>
    public static ProbeFigures None { get; } = new([], []);
}
