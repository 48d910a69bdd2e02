using MmoePipeline.Probing;
using MmoePipeline.Runs.Files;

namespace MmoePipeline.Reporting.Content;

/// <summary>What the page shows about an issue.</summary>
/// <param name="Name">The issue's name for a person.</param>
/// <param name="Meaning">What it is.</param>
/// <param name="Verdict"><c>found</c>, <c>not-found</c>, <c>undecided</c> or <c>not-measured</c>.</param>
/// <param name="Text">The verdict in words, with figure, interval and threshold.</param>
/// <param name="Evidence">What was measured; empty where nothing was.</param>
/// <param name="Cures">What to try.</param>
internal sealed record PageVerdict(
    string Name, string Meaning, string Verdict, string Text, ImmutableArray<string> Evidence, ImmutableArray<PageCure> Cures)
{
    /// <summary>The page's words for each issue: the built-in ones, and those that other probes report.</summary>
    /// <param name="findings">What probes say.</param>
    public static ImmutableArray<PageVerdict> Of(ImmutableArray<Finding> findings) =>
        [.. TroubleVerdict.Of(findings).Select(verdict => Of(verdict, [.. findings.Where(finding => finding.Issue == verdict.Issue)]))];

    private static PageVerdict Of(TroubleVerdict verdict, ImmutableArray<Finding> findings)
    {
        // What decides comes first; other probes' evidence follows.
        ImmutableArray<Finding> ordered = verdict.Worst is null ? findings : [verdict.Worst, .. findings.Where(finding => finding != verdict.Worst)];
        (string name, string meaning, _, _) = Words(verdict.Issue);
        return new PageVerdict(
            name,
            meaning,
            verdict.Verdict,
            Sentence(verdict, findings),
            [.. ordered.Select(finding => finding.Evidence).Distinct()],
            [.. ordered.Where(finding => finding.IsFound).SelectMany(finding => finding.Remedies).Distinct().Select(PageCure.Of)]);
    }

    private static string Sentence(TroubleVerdict verdict, ImmutableArray<Finding> findings) => verdict switch
    {
        { Worst: { } worst } => Sentence(worst),
        _ when findings.IsEmpty => "Not measured: no probe of this run measures it.",
        _ => "Not measured: a probe looked for it, but had too little to measure.",
    };

    private static string Sentence(Finding worst)
    {
        (_, _, string has, string hasNot) = Words(worst.Issue);
        string figure = FigureText.Of(worst.Value)
            + (worst.Interval is { } interval ? $" (95 % interval {FigureText.Of(interval.Lower)} to {FigureText.Of(interval.Upper)})" : "");
        string threshold = FigureText.Of(worst.Threshold);
        return worst switch
        {
            { IsFound: true } => $"Found: {has}. The figure is {figure}, beyond the threshold of {threshold}.",
            { IsUndecided: true } => $"Undecided: it isn't clear whether {has}. The figure is {figure}, too close to the threshold of {threshold} for "
                + "what was measured.",
            _ => $"Not found: {hasNot}. The figure is {figure}, the threshold {threshold}.",
        };
    }

    private static (string Name, string Meaning, string Has, string HasNot) Words(string issue) => issue switch
    {
        IssueNames.GradientConflict => (
            "Gradient conflict",
            "Tasks pull shared parameters in opposite directions.",
            "two tasks pull the shared parameters in opposite directions",
            "no two tasks pull the shared parameters in opposite directions"),
        IssueNames.GateCollapse => (
            "Gate collapse",
            "A gate gives nearly all weight to one expert; the other experts are idle.",
            "a gate leaves too many rows to a single expert",
            "every gate mixes experts on enough rows"),
        IssueNames.GateInstability => (
            "Gate instability",
            "Gates go on moving, so that experts and towers follow a moving target.",
            "a gate goes on moving to and fro",
            "no gate goes on moving to and fro"),
        IssueNames.LossScale => (
            "Loss scale",
            "One task's loss is so large that its gradient drowns the others'.",
            "one task's gradient drowns another's",
            "no task's gradient drowns another's"),
        _ => (
            char.ToUpperInvariant(issue[0]) + issue[1..].Replace('-', ' '),
            "An issue that a third-party probe looks for.",
            "the run has this issue",
            "the run does not have this issue"),
    };
}
