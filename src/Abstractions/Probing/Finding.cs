using System.Text.Json.Serialization;
using MmoePipeline.Statistics;

namespace MmoePipeline.Probing;

/// <summary>What a probe reports about an issue at the end of a run.</summary>
/// <param name="Issue">
/// The issue's name: one of <see cref="IssueNames"/>, or the probe's own, in kebab-case, such as <c>slow-task</c>.
/// </param>
/// <param name="IsFound">Whether the run has the issue: the figure, with all of its <see cref="Interval"/>, is beyond the threshold.</param>
/// <param name="Value">The figure that decides; NaN where there was nothing or too little to measure, which counts as not measured.</param>
/// <param name="Threshold">The figure beyond which the issue is reported.</param>
/// <param name="Evidence">
/// A sentence for a person: what was measured, where it is worst, for instance for which task and expert.
/// </param>
/// <param name="Remedies">What to try, the likeliest first; empty where nothing was found.</param>
// The names in report.json are those of its first format.
public sealed record Finding(
    [property: JsonPropertyName("trouble")] string Issue,
    bool IsFound,
    double Value,
    double Threshold,
    string Evidence,
    [property: JsonPropertyName("cures")] ImmutableArray<Remedy> Remedies)
{
    /// <summary>
    /// The 95 % interval of <see cref="Value"/>, corrected for the number of figures that the probe chose it from; null where the probe has
    /// none.
    /// </summary>
    public ConfidenceInterval? Interval { get; init; }

    /// <summary>
    /// Whether what was measured decides neither that the run has the issue nor that it doesn't, for instance because the threshold is in the
    /// <see cref="Interval"/>; never where it is found.
    /// </summary>
    public bool IsUndecided { get; init; }
}
