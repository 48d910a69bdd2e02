using MmoePipeline.Experiments.Statistics;
using MmoePipeline.Reporting;
using MmoePipeline.Runs.Files;

namespace MmoePipeline.Experiments.Comparisons;

/// <summary>The page's charts.</summary>
internal static class ComparisonFigures
{
    /// <summary>A dot for each run, for each metric that is shown.</summary>
    public static ImmutableArray<ReportFigure> Dots(Comparison comparison, ImmutableArray<string> shown, ImmutableArray<ulong> seeds) =>
    [
        .. comparison.Metrics.Where(metric => shown.Contains(metric.Metric)).Select(metric => new DotPlot(
            $"{metric.Task}: test {metric.Metric}",
            metric.HigherIsBetter switch
            {
                true => "Higher is better.",
                false => "Lower is better.",
                null => "",
            },
            metric.Metric,
            "variant",
            [.. seeds.Select(seed => $"seed {seed}")],
            [.. comparison.Variants.Select(variant => variant.Variant.Name)],
            [
                .. comparison.Variants.Select(variant => seeds
                    .Select(seed => Finite(variant.Runs.FirstOrDefault(run => run.Seed == seed)?.Metric(metric.Task, metric.Metric)))
                    .ToImmutableArray()),
            ])),
    ];

    /// <summary>A line for each variant, for each metric that is shown.</summary>
    public static ImmutableArray<ReportFigure> Curves(ImmutableArray<VariantFiles> variants, ImmutableArray<string> shown) =>
    [
        .. Tasks(variants).SelectMany(task => shown.Select(metric => new LineChart(
            $"{task}: validation {metric}",
            "",
            "epoch",
            metric,
            [.. variants.Select(variant => Curve(variant, task, metric)).Where(curve => !curve.X.IsEmpty)])))
            .Where(chart => !chart.Series.IsEmpty),
    ];

    /// <summary>Trained values by part.</summary>
    public static ReportFigure Parts(ImmutableArray<VariantFiles> variants)
    {
        ImmutableArray<string> parts = [.. variants.SelectMany(variant => variant.Runs.Take(1)).SelectMany(run => run.Parts).Select(part => part.Part).Distinct()];
        return new BarChart(
            "Parameters by part",
            "Trained values of each part of the network.",
            "part",
            "trained values",
            parts,
            [
                .. variants.Select(variant => new ValueSeries(
                    variant.Name,
                    [
                        .. parts.Select(name => variant.Runs.IsEmpty
                            ? null
                            : (double?)variant.Runs[0].Parts.FirstOrDefault(part => part.Part == name)?.Parameters),
                    ])),
            ]);
    }

    private static ImmutableArray<string> Tasks(ImmutableArray<VariantFiles> variants) =>
        [.. variants.SelectMany(variant => variant.Runs).SelectMany(run => run.Run.Test).Select(task => task.Task).Distinct()];

    private static PointSeries Curve(VariantFiles variant, string task, string metric)
    {
        (int Epoch, double Mean)[] points =
        [
            .. variant.Runs.SelectMany(run => run.History.Epochs)
                .Select(epoch => (Epoch: epoch.Epoch, Value: Validation(epoch, task, metric)))
                .Where(point => point.Value is not null)
                .GroupBy(point => point.Epoch)
                .OrderBy(points => points.Key)
                .Select(points => (points.Key, points.Average(point => point.Value!.Value))),
        ];
        return new PointSeries(variant.Name, [.. points.Select(point => (double)point.Epoch)], [.. points.Select(point => (double?)point.Mean)]);
    }

    private static double? Validation(EpochLine epoch, string task, string metric) =>
        epoch.Validation.TryGetValue(task, out OrderedDictionary<string, double>? of) && of.TryGetValue(metric, out double value) ? Finite(value) : null;

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
