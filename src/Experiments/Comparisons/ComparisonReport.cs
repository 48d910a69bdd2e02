using MmoePipeline.Experiments.Series;
using MmoePipeline.Experiments.Statistics;

namespace MmoePipeline.Experiments.Comparisons;

/// <summary><c>compare.json</c>, and the result of <c>mmoe compare --format json</c>.</summary>
/// <param name="Folder">The comparison's folder.</param>
/// <param name="Page">The page.</param>
/// <param name="IsComplete">Whether every run has a result.</param>
/// <param name="Seeds">The seeds.</param>
/// <param name="Variants">The variants with every run; the first is what the others are held against.</param>
/// <param name="Metrics">All metrics, with tests.</param>
internal sealed record ComparisonReport(
    string Folder,
    string Page,
    bool IsComplete,
    ImmutableArray<ulong> Seeds,
    ImmutableArray<VariantResult> Variants,
    ImmutableArray<MetricComparison> Metrics);
