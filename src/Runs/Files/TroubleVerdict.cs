using MmoePipeline.Probing;

namespace MmoePipeline.Runs.Files;

/// <summary>What all probes together report about one issue.</summary>
/// <param name="Issue">The issue's name, also in files: <c>loss-scale</c>.</param>
/// <param name="Worst">
/// The finding that decides: of those that found it, or else are undecided, or else are not, the one whose figure is worst; null where nobody
/// measured it.
/// </param>
internal sealed record TroubleVerdict(string Issue, Finding? Worst)
{
    /// <summary><c>found</c>, <c>not-found</c>, <c>undecided</c> or <c>not-measured</c>.</summary>
    public string Verdict => Worst switch
    {
        null => "not-measured",
        { IsFound: true } => "found",
        { IsUndecided: true } => "undecided",
        _ => "not-found",
    };

    /// <summary>A verdict for each built-in issue, then one for each other that a probe reports.</summary>
    public static ImmutableArray<TroubleVerdict> Of(ImmutableArray<Finding> findings) =>
    [
        .. IssueNames.BuiltIn.Concat(findings.Select(finding => finding.Issue)).Distinct().Select(issue => new TroubleVerdict(
            issue,
            findings.Where(finding => finding.Issue == issue && !double.IsNaN(finding.Value))
                .OrderByDescending(finding => finding.IsFound).ThenByDescending(finding => finding.IsUndecided)
                .ThenByDescending(finding => finding.IsFound ? Distance(finding) : -Distance(finding)).FirstOrDefault())),
    ];

    /// <summary>How far the figure is from its threshold, as a share of it: figures of two probes may have other units.</summary>
    private static double Distance(Finding finding) => finding.Value == finding.Threshold
        ? 0
        : Math.Abs(finding.Value - finding.Threshold) / Math.Max(Math.Abs(finding.Threshold), double.Epsilon);
}
