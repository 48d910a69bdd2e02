using MmoePipeline.Experiments.Series;

namespace MmoePipeline.Experiments.Statistics;

/// <summary>One metric of one task in all variants.</summary>
/// <param name="Task">The task.</param>
/// <param name="Metric">The metric.</param>
/// <param name="HigherIsBetter">Its direction; null where it has none.</param>
/// <param name="Variants">The variants, in their order; the first has no difference.</param>
internal sealed record MetricComparison(string Task, string Metric, bool? HigherIsBetter, ImmutableArray<VariantMetric> Variants)
{
    /// <summary>Compares the metric.</summary>
    public static MetricComparison Of(string task, string metric, bool? higherIsBetter, ImmutableArray<VariantResult> variants)
    {
        Dictionary<ulong, double> first = Values(variants[0]);
        return new MetricComparison(
            task, metric, higherIsBetter, [.. variants.Select((variant, index) => Of(variant, index == 0 ? null : first))]);

        Dictionary<ulong, double> Values(VariantResult variant) => variant.Runs
            .Select(run => (run.Seed, Value: run.Metric(task, metric)))
            .Where(run => double.IsFinite(run.Value))
            .ToDictionary(run => run.Seed, run => run.Value);

        VariantMetric Of(VariantResult variant, Dictionary<ulong, double>? reference)
        {
            Dictionary<ulong, double> values = Values(variant);
            double mean = values.Count == 0 ? double.NaN : values.Values.Average();
            double deviation = values.Count < 2
                ? double.NaN
                : Math.Sqrt(values.Values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
            PairedDifference? difference = null;
            if (reference is not null)
            {
                ulong[] pairs = [.. values.Keys.Where(reference.ContainsKey)];
                difference = PairedDifference.Of([.. pairs.Select(seed => reference[seed])], [.. pairs.Select(seed => values[seed])]);
            }

            return new VariantMetric(
                variant.Variant.Name, values.Count, mean, deviation, difference, Judge(difference, higherIsBetter));
        }
    }

    private static DifferenceVerdict? Judge(PairedDifference? difference, bool? higherIsBetter) => difference switch
    {
        null => null,
        { Pairs: < 2 } => DifferenceVerdict.NotTested,
        { IsDistinguishable: false } => DifferenceVerdict.NotDistinguishable,
        _ when higherIsBetter is null => DifferenceVerdict.Different,
        _ => difference.Mean > 0 == higherIsBetter ? DifferenceVerdict.Better : DifferenceVerdict.Worse,
    };
}
