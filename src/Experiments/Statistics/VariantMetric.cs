namespace MmoePipeline.Experiments.Statistics;

/// <summary>A metric of a variant over its seeds.</summary>
/// <param name="Variant">The variant's name.</param>
/// <param name="Runs">The runs that have the metric.</param>
/// <param name="Mean">Their mean; NaN without runs.</param>
/// <param name="Deviation">Their standard deviation (n - 1); NaN below two runs.</param>
/// <param name="Difference">The difference to the first variant; null for that one.</param>
/// <param name="Verdict">The difference in a word; null for the first variant.</param>
internal sealed record VariantMetric(
    string Variant, int Runs, double Mean, double Deviation, PairedDifference? Difference, DifferenceVerdict? Verdict);
