namespace MmoePipeline.Probing;

/// <summary>What a probe says about a trouble at the end of a run.</summary>
/// <param name="Trouble">The trouble.</param>
/// <param name="IsFound">Whether the run has it.</param>
/// <param name="Value">The figure that tells; NaN where there was nothing to measure, which counts as not measured.</param>
/// <param name="Threshold">The figure from which on the run has the trouble.</param>
/// <param name="Evidence">
/// A sentence for a person: what was measured, where it is worst, for instance for which task and expert.
/// </param>
/// <param name="Cures">What to try, the likeliest first; empty where nothing was found.</param>
public sealed record Finding(
    Trouble Trouble, bool IsFound, double Value, double Threshold, string Evidence, ImmutableArray<Cure> Cures);
