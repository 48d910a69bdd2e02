using System.Globalization;
using MmoePipeline.Host.Comparisons;
using MmoePipeline.Host.Reporting;
using MmoePipeline.Reporting;

namespace MmoePipeline.Host.Studies;

/// <summary>Makes <c>study.html</c>, in the look of a run's report: one file that needs no other and no network.</summary>
internal static class StudyPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="result">The study.</param>
    /// <param name="file">The page's file.</param>
    public static void Write(StudyResult result, string file) => File.WriteAllText(file, ReportPage.Html(Content(result)));

    /// <summary>What the page shows.</summary>
    public static PageContent Content(StudyResult result) => new(
        result.Study.Options.Title,
        result.Study.Options.Question,
        [.. result.Claims.Select(Card)],
        [Metrics(result), Figures(result), RunList(result)],
        [],
        [],
        null,
        [
            new PageFact("Seeds", result.Study.Seeds(result.IsQuick).Length.ToString(CultureInfo.InvariantCulture)),
            new PageFact("Form", result.IsQuick ? "quick" : "full"),
            new PageFact("Time of all runs", string.Create(CultureInfo.InvariantCulture, $"{result.Elapsed.TotalMinutes:F1} minutes")),
            .. ReportPage.Facts(RunEnvironment.Of("auto")).Where(fact => fact.Name is not ("Device" or "libtorch threads")),
        ],
        File.ReadAllText(result.Study.File).ReplaceLineEndings("\n"));

    /// <summary>The classes of a report's verdicts stand for colours: found for what is wrong.</summary>
    private static PageVerdict Card(ClaimResult claim) => new(
        claim.Claim.Text,
        "",
        claim.Verdict switch
        {
            ClaimVerdict.Holds => "not-found",
            ClaimVerdict.DoesNotHold => "found",
            _ => "not-measured",
        },
        $"{char.ToUpperInvariant(claim.Words[0])}{claim.Words[1..]}: {claim.Measurement}.",
        [],
        []);

    private static ReportSection Metrics(StudyResult result)
    {
        (string Task, string Metric)[] columns =
        [
            .. result.Variants.SelectMany(variant => variant.Runs).SelectMany(run => run.Test)
                .SelectMany(task => task.Metrics.Select(metric => (task.Task, metric.Name))).Distinct(),
        ];
        return new ReportSection(
            "Test metrics",
            "Means over the seeds, and each seed by itself in the next section.",
            [
                new FigureTable(
                    "Variants",
                    "An empty cell is a metric that a variant doesn't have.",
                    ["variant", "runs", "parameters", "seconds a run", .. columns.Select(column => $"{column.Task} {column.Metric}")],
                    [.. result.Variants.Select(variant => variant.Variant.Name)],
                    [
                        .. result.Variants.Select(variant => ImmutableArray.Create<double?>(
                        [
                            variant.Runs.Length,
                            Mean(variant.Runs.Select(run => (double)run.Parameters)),
                            Mean(variant.Runs.Select(run => run.Elapsed.TotalSeconds)),
                            .. columns.Select(column => Mean(variant.Runs.Select(run => run.Metric(column.Task, column.Metric)))),
                        ])),
                    ]),
            ]);
    }

    /// <summary>For each figure that a claim is about, the runs of the variants that the claims name.</summary>
    private static ReportSection Figures(StudyResult result)
    {
        ImmutableArray<ulong> seeds = result.Study.Seeds(result.IsQuick);
        var figures = new Dictionary<string, RunFigures>();
        string[] measures = [.. result.Claims.SelectMany(claim => new[] { claim.Claim.Measure, claim.Claim.Trend?.Against }).OfType<string>().Distinct()];
        string[] variants = [.. result.Variants.Select(variant => variant.Variant.Name)];
        return new ReportSection(
            "What was measured",
            "A bar for each run: bars of one variant that differ much are the spread that a verdict has to see through.",
            [
                .. measures.Select(measure => new BarChart(
                    measure,
                    "",
                    "variant",
                    measure,
                    [.. variants],
                    [.. seeds.Select(seed => new ValueSeries($"seed {seed}", [.. result.Variants.Select(variant => Value(variant, seed, measure))]))])),
            ]);

        double? Value(VariantResult variant, ulong seed, string measure)
        {
            if (variant.Runs.FirstOrDefault(run => run.Seed == seed) is not { } run)
            {
                return null;
            }

            if (!figures.TryGetValue(run.Folder, out RunFigures? ofRun))
            {
                ofRun = RunFigures.Read(run.Folder);
                figures.Add(run.Folder, ofRun);
            }

            double value = StudyMeasure.Parse(measure, out _)!.Of(run, ofRun);
            return double.IsFinite(value) ? value : null;
        }
    }

    private static ReportSection RunList(StudyResult result) => new(
        "Runs",
        "Each run's own report, report.html, is in its folder: "
        + string.Join("; ", result.Variants.SelectMany(variant => variant.Runs).Select(run => Path.GetFileName(run.Folder)))
        + string.Concat(result.Failures.Select(failure => $". Missing: {failure.Variant} with seed {failure.Run.Seed}: {failure.Run.Message}")) + ".",
        []);

    private static double? Mean(IEnumerable<double> values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        return finite.Length == 0 ? null : finite.Average();
    }
}
