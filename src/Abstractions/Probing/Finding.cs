using MmoePipeline.Statistics;

namespace MmoePipeline.Probing;

/// <summary>What a probe says about a trouble at the end of a run.</summary>
/// <param name="Trouble">The trouble.</param>
/// <param name="IsFound">Whether the run has it: the figure, with all of its <see cref="Interval"/>, is beyond the threshold.</param>
/// <param name="Value">The figure that decides; NaN where there was nothing or too little to measure, which counts as not measured.</param>
/// <param name="Threshold">The figure from which on the run has the trouble.</param>
/// <param name="Evidence">
/// A sentence for a person: what was measured, where it is worst, for instance for which task and expert.
/// </param>
/// <param name="Cures">What to try, the likeliest first; empty where nothing was found.</param>
public sealed record Finding(
    Trouble Trouble, bool IsFound, double Value, double Threshold, string Evidence, ImmutableArray<Cure> Cures)
{
    /// <summary>
    /// The 95 % interval of <see cref="Value"/>, corrected for the number of figures that the probe chose it from; null where the probe has
    /// none.
    /// </summary>
    public ConfidenceInterval? Interval { get; init; }

    /// <summary>
    /// Whether what was measured says neither that the run has the trouble nor that it doesn't, for instance because the threshold is in the
    /// <see cref="Interval"/>; never where it is found.
    /// </summary>
    public bool IsUndecided { get; init; }
}
