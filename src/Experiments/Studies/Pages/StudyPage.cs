using System.Globalization;
using MmoePipeline.Experiments.Comparisons;
using MmoePipeline.Experiments.Series;
using MmoePipeline.Experiments.Statistics;
using MmoePipeline.Experiments.Studies.Measures;
using MmoePipeline.Reporting;
using MmoePipeline.Reporting.Content;
using MmoePipeline.Reporting.Pages;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Experiments.Studies.Pages;

/// <summary>Makes <c>study.html</c>, in the look of a run's report: one file that needs no other and no network.</summary>
internal static class StudyPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="result">The study.</param>
    /// <param name="file">The page's file; links to reports are told from its folder.</param>
    public static void Write(StudyResult result, string file) => DurableFile.WriteText(file, Content(Path.GetDirectoryName(file)!, result).Html());

    /// <summary>What the page shows.</summary>
    /// <param name="folder">The page's folder.</param>
    /// <param name="result">The study.</param>
    public static SectionsPage Content(string folder, StudyResult result)
    {
        Comparison comparison = Comparison.Of(result.Variants);
        int seeds = result.Study.Seeds(result.IsQuick).Length;
        return new SectionsPage(
            $"Study: {result.Study.Options.Title}",
            result.Study.Options.Question,
            [
                new PageSection(
                    "Claims",
                    [
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{result.Variants.Length} variants with {(seeds == 1 ? "one seed" : $"{seeds} seeds")} each, {result.Elapsed.TotalMinutes:F1} minutes of runs{(result.IsQuick ? "; the quick form" : "")}. ")
                        + "Intervals are of 95 %. A claim holds where its whole interval does, and does not hold where none of the interval does; else the "
                        + "runs don't tell.",
                        .. result.Failures.Select(failure => $"Missing: {failure.Variant} with seed {failure.Run.Seed}: {failure.Run.Message}"),
                    ],
                    [
                        new WordTable(
                            "Verdicts",
                            "",
                            ["claim", "verdict", "measurement"],
                            [.. result.Claims.Select(claim => ImmutableArray.Create<WordCell>(claim.Claim.Text, Verdict(claim), claim.Measurement))]),
                    ],
                    []),
                new PageSection("Every seed", ["Each dot is a run; the bar is the mean."], [], Measures(result)),
                new PageSection(
                    "Variants",
                    [],
                    [ComparisonTables.Variants(comparison, seeds) with { Caption = "The configuration of each, and what it changes." }],
                    []),
                new PageSection("Runs", [], [ComparisonTables.Runs(folder, comparison)], []),
            ]);
    }

    private static WordCell Verdict(ClaimResult claim) => new(claim.Words, Tone: claim.Verdict switch
    {
        ClaimVerdict.Holds => "good",
        ClaimVerdict.DoesNotHold => "bad",
        _ => null,
    });

    /// <summary>A figure for each measure that a claim is about.</summary>
    private static ImmutableArray<ReportFigure> Measures(StudyResult result)
    {
        ImmutableArray<ulong> seeds = result.Study.Seeds(result.IsQuick);
        var figures = new Dictionary<string, RunFigures>();
        return
        [
            .. result.Claims.SelectMany(claim => new[] { claim.Claim.Measure, claim.Claim.Trend?.Against }).OfType<string>().Distinct()
                .Select(measure => new DotPlot(
                    measure,
                    "",
                    measure,
                    "variant",
                    [.. seeds.Select(seed => string.Create(CultureInfo.InvariantCulture, $"seed {seed}"))],
                    [.. result.Variants.Select(variant => variant.Variant.Name)],
                    [.. result.Variants.Select(variant => seeds.Select(seed => Value(variant, seed, measure)).ToImmutableArray())])),
        ];

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
}
