using MmoePipeline.Experiments.Series;

namespace MmoePipeline.Experiments.Statistics;

/// <summary>What the runs of several variants say, metric by metric; the first variant is what the others are held against.</summary>
/// <param name="Variants">The variants and their runs.</param>
/// <param name="Metrics">All metrics of all tasks, in the order of the runs.</param>
internal sealed record Comparison(ImmutableArray<VariantResult> Variants, ImmutableArray<MetricComparison> Metrics)
{
    /// <summary>The number of runs that gave no result.</summary>
    public int Missing => Variants.Sum(variant => variant.Failures.Length);

    /// <summary>A variant's changes of its configuration, but for those that all variants have.</summary>
    public ImmutableArray<string> OwnSets(VariantResult variant) =>
        [.. variant.Variant.Sets.Where(set => !Variants.All(other => other.Variant.Sets.Contains(set)))];

    /// <summary>Compares.</summary>
    /// <param name="variants">At least one variant.</param>
    public static Comparison Of(ImmutableArray<VariantResult> variants) => new(
        variants,
        [
            .. variants.SelectMany(variant => variant.Runs).SelectMany(run => run.Test)
                .SelectMany(task => task.Metrics.Select(metric => (task.Task, metric.Name, metric.HigherIsBetter)))
                .DistinctBy(metric => (metric.Task, metric.Name))
                .GroupBy(metric => metric.Task)
                .SelectMany(task => task)
                .Select(metric => MetricComparison.Of(metric.Task, metric.Name, metric.HigherIsBetter, variants)),
        ]);
}
