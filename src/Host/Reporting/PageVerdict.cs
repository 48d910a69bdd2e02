using MmoePipeline.Host.Runs;
using MmoePipeline.Probing;

namespace MmoePipeline.Host.Reporting;

/// <summary>What the page says of a trouble.</summary>
/// <param name="Name">The trouble's name for a person.</param>
/// <param name="Meaning">What it is.</param>
/// <param name="Verdict"><c>found</c>, <c>not-found</c> or <c>not-measured</c>.</param>
/// <param name="Text">The verdict in words, with figure and threshold.</param>
/// <param name="Evidence">What was measured; empty where nothing was.</param>
/// <param name="Cures">What to try.</param>
internal sealed record PageVerdict(
    string Name, string Meaning, string Verdict, string Text, ImmutableArray<string> Evidence, ImmutableArray<PageCure> Cures)
{
    /// <summary>The page's words for each trouble there is.</summary>
    /// <param name="findings">What probes say.</param>
    public static ImmutableArray<PageVerdict> Of(ImmutableArray<Finding> findings) =>
        [.. TroubleVerdict.Of(findings).Select(verdict => Of(verdict, [.. findings.Where(finding => finding.Trouble == verdict.Trouble)]))];

    private static PageVerdict Of(TroubleVerdict verdict, ImmutableArray<Finding> findings)
    {
        // What decides comes first; other probes' evidence follows.
        ImmutableArray<Finding> ordered = verdict.Worst is null ? findings : [verdict.Worst, .. findings.Where(finding => finding != verdict.Worst)];
        (string name, string meaning) = Words(verdict.Trouble);
        return new PageVerdict(
            name,
            meaning,
            verdict.Verdict,
            Sentence(verdict, findings),
            [.. ordered.Select(finding => finding.Evidence).Distinct()],
            [.. ordered.Where(finding => finding.IsFound).SelectMany(finding => finding.Cures).Distinct().Select(PageCure.Of)]);
    }

    private static string Sentence(TroubleVerdict verdict, ImmutableArray<Finding> findings) => verdict switch
    {
        { Worst: { } worst } =>
            $"{(worst.IsFound ? "Found" : "Not found")}: the figure is {FigureText.Of(worst.Value)}, the threshold {FigureText.Of(worst.Threshold)}.",
        _ when findings.IsEmpty => "Not measured: no probe of this run measures it.",
        _ => "Not measured: a probe looked for it, but had too little to measure.",
    };

    private static (string Name, string Meaning) Words(Trouble trouble) => trouble switch
    {
        Trouble.TugOfWar => ("Tug of war", "Tasks pull shared parameters in opposite directions."),
        Trouble.Collapse => ("Collapse", "A gate gives nearly all weight to one expert; the other experts are idle."),
        Trouble.Instability => ("Unstable gates", "Gates go on moving, so that experts and towers follow a moving target."),
        Trouble.LossScale => ("Losses of different size", "One task's loss is so large that its gradient drowns the others'."),
        _ => throw new ArgumentOutOfRangeException(nameof(trouble), trouble, null),
    };
}
