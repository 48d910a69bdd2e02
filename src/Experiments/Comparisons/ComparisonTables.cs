using System.Globalization;
using MmoePipeline.Experiments.Statistics;
using MmoePipeline.Reporting.Content;
using MmoePipeline.Runs.Files;

namespace MmoePipeline.Experiments.Comparisons;

/// <summary>The page's tables of words.</summary>
internal static class ComparisonTables
{
    /// <summary>The variants: configuration, size, time.</summary>
    public static WordTable Variants(Comparison comparison, int seeds) => new(
        "Variants",
        "The first is what the others are held against.",
        ["variant", "parameters", "seconds a run (median)", "runs", "configuration", "changes"],
        [
            .. comparison.Variants.Select(variant => ImmutableArray.Create<WordCell>(
                variant.Variant.Name,
                variant.Runs.IsEmpty ? "" : variant.Runs[0].Parameters.ToString("N0", CultureInfo.InvariantCulture),
                variant.Runs.IsEmpty ? "" : ComparisonText.MedianSeconds(variant).ToString("F1", CultureInfo.InvariantCulture),
                variant.Failures.IsEmpty ? $"{variant.Runs.Length}" : new WordCell($"{variant.Runs.Length} of {seeds}", Tone: "bad"),
                Path.GetFileName(variant.Variant.ConfigurationFile),
                string.Join('\n', comparison.OwnSets(variant)))),
        ]);

    /// <summary>Metrics of all variants with their tests.</summary>
    public static WordTable Metrics(string title, string caption, Comparison comparison, Func<MetricComparison, bool> isChosen) => new(
        title,
        caption,
        ["variant", "mean ± deviation", "difference", "95 % interval", "p", "verdict"],
        [.. comparison.Metrics.Where(isChosen).SelectMany(Rows)]);

    /// <summary>How often each trouble was found.</summary>
    public static WordTable Troubles(ImmutableArray<VariantFiles> variants) => new(
        "Verdicts of troubles",
        "In how many runs each trouble was found or is undecided, and the figures of the runs that measured it, with the threshold; each run's report says more.",
        ["trouble", .. variants.Select(variant => variant.Name)],
        [
            .. variants.SelectMany(variant => variant.Runs).SelectMany(run => run.Verdicts.Keys).Distinct().Select(trouble =>
                ImmutableArray.Create<WordCell>([
                    trouble.Replace('-', ' '),
                    .. variants.Select(variant => Verdict([
                        .. variant.Runs.Where(run => run.Verdicts.ContainsKey(trouble)).Select(run => run.Verdicts[trouble]),
                    ])),
                ])),
        ]);

    /// <summary>Every run with a link to its report.</summary>
    public static WordTable Runs(string folder, Comparison comparison) => new(
        "Runs",
        "",
        ["variant", "seed", "report", "seconds", "best epoch"],
        [
            .. comparison.Variants.SelectMany(variant => variant.Runs.Select(run => ImmutableArray.Create<WordCell>(
                variant.Variant.Name,
                $"{run.Seed}",
                new WordCell("report", Link(folder, Path.Combine(run.Folder, "report.html"))),
                run.Elapsed.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture),
                $"{run.BestEpoch}")).Concat(variant.Failures.Select(failure => ImmutableArray.Create<WordCell>(
                variant.Variant.Name,
                $"{failure.Seed}",
                new WordCell($"failed: {failure.Message}", Tone: "bad"),
                "",
                "")))),
        ]);

    private static IEnumerable<ImmutableArray<WordCell>> Rows(MetricComparison metric)
    {
        int decimals = ComparisonText.Decimals(metric);
        string direction = metric.HigherIsBetter switch
        {
            true => ", higher is better",
            false => ", lower is better",
            null => "",
        };
        return metric.Variants.Select(variant => Row(variant, decimals)).Prepend([new WordCell($"{metric.Task} {metric.Metric}{direction}")]);
    }

    private static ImmutableArray<WordCell> Row(VariantMetric variant, int decimals) =>
    [
        variant.Variant,
        ComparisonText.Mean(variant, decimals),
        variant.Difference is null ? "" : ComparisonText.Difference(variant.Difference, decimals),
        variant.Difference is null ? "" : ComparisonText.Interval(variant.Difference, decimals),
        variant.Difference is null ? "" : ComparisonText.P(variant.Difference),
        variant.Verdict is { } verdict
            ? new WordCell(ComparisonText.Of(verdict), Tone: verdict switch
            {
                DifferenceVerdict.Better => "good",
                DifferenceVerdict.Worse => "bad",
                _ => null,
            })
            : "",
    ];

    private static WordCell Verdict(VerdictEntry[] verdicts)
    {
        VerdictEntry[] measured = [.. verdicts.Where(verdict => verdict.Verdict != "not-measured")];
        if (measured.Length == 0)
        {
            return "not measured";
        }

        int found = measured.Count(verdict => verdict.Verdict == "found");
        int undecided = measured.Count(verdict => verdict.Verdict == "undecided");
        string[] counts =
        [
            .. found > 0 ? new[] { $"found in {found} of {measured.Length}" } : [],
            .. undecided > 0 ? new[] { $"undecided in {undecided} of {measured.Length}" } : [],
        ];
        IEnumerable<string> figures = measured.Select(verdict => FigureText.Of(verdict.Value ?? double.NaN));
        IEnumerable<string> thresholds = measured.Select(verdict => FigureText.Of(verdict.Threshold ?? double.NaN)).Distinct();
        return new WordCell(
            $"{(counts.Length == 0 ? "not found" : string.Join(", ", counts))}\n{string.Join(", ", figures)} (threshold {string.Join(", ", thresholds)})",
            Tone: found > 0 ? "bad" : undecided > 0 ? null : "good");
    }

    private static string Link(string folder, string file) =>
        string.Join('/', Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString));
}
