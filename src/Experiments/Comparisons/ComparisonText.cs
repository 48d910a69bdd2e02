using System.Globalization;
using MmoePipeline.Experiments.Series;
using MmoePipeline.Experiments.Statistics;

namespace MmoePipeline.Experiments.Comparisons;

/// <summary>Figures and words of a comparison, for the terminal and for the page.</summary>
internal static class ComparisonText
{
    /// <summary>A verdict in words.</summary>
    public static string Of(DifferenceVerdict verdict) => verdict switch
    {
        DifferenceVerdict.Better => "better",
        DifferenceVerdict.Worse => "worse",
        DifferenceVerdict.Different => "different",
        DifferenceVerdict.NotDistinguishable => "not distinguishable",
        _ => "not tested",
    };

    /// <summary>The decimals at which the largest spread of a metric shows with two digits; five at most, which is finer than any decision.</summary>
    public static int Decimals(MetricComparison metric)
    {
        double[] spreads = [.. metric.Variants.Select(variant => variant.Deviation).Where(spread => spread > 0)];
        return spreads.Length == 0 ? 5 : (int)Math.Clamp(1 - Math.Floor(Math.Log10(spreads.Max())), 0, 5);
    }

    /// <summary>Mean and standard deviation.</summary>
    public static string Mean(VariantMetric variant, int decimals) => variant.Runs switch
    {
        0 => "no value",
        1 => Fixed(variant.Mean, decimals),
        _ => $"{Fixed(variant.Mean, decimals)} ± {Fixed(variant.Deviation, decimals)}",
    };

    /// <summary>The mean difference with its sign.</summary>
    public static string Difference(PairedDifference difference, int decimals) =>
        difference.Pairs == 0 ? "no pair" : Signed(difference.Mean, decimals);

    /// <summary>The 95 % interval.</summary>
    public static string Interval(PairedDifference difference, int decimals) =>
        difference.Pairs < 2 ? "" : $"{Signed(difference.Lower, decimals)} to {Signed(difference.Upper, decimals)}";

    /// <summary>The p-value.</summary>
    public static string P(PairedDifference difference) => difference.Pairs < 2 ? ""
        : difference.PValue is > 0 and < 0.0001 ? "< 0.0001"
        : difference.PValue.ToString("0.0###", CultureInfo.InvariantCulture);

    /// <summary>What has to be said under a comparison's table.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="seeds">The number of seeds that were asked for.</param>
    public static ImmutableArray<string> Notes(Comparison comparison, int seeds)
    {
        string first = comparison.Variants[0].Variant.Name;
        var notes = ImmutableArray.CreateBuilder<string>();
        foreach (VariantResult variant in comparison.Variants.Where(variant => !variant.Failures.IsEmpty))
        {
            notes.Add($"Missing: {variant.Variant.Name}, {Seeds([.. variant.Failures.Select(failure => failure.Seed)])}: "
                + $"{variant.Failures[0].Message}");
        }

        notes.Add($"Mean ± standard deviation over {(seeds == 1 ? "1 seed" : $"{seeds} seeds")} on the test rows. Differences are to {first}, seed by seed, "
            + "with the 95 % interval of their mean and p of the paired t-test; below 0.05 counts as a difference.");
        if (seeds == 1)
        {
            notes.Add("One seed is no test: nothing tells a difference from the luck of the seed.");
        }
        else if (seeds < 3)
        {
            notes.Add("Two seeds make a test of little power: with one degree of freedom a difference has to be 12.7 standard errors to count.");
        }

        if (comparison.Variants.SelectMany(variant => variant.Runs).Select(run => run.Threads).Distinct().Count() > 1)
        {
            notes.Add("Runs of different calls computed with different numbers of threads: their seconds are no comparison.");
        }

        return notes.ToImmutable();
    }

    /// <summary>The middle time of a variant's runs, in seconds; NaN without runs.</summary>
    public static double MedianSeconds(VariantResult variant)
    {
        double[] seconds = [.. variant.Runs.Select(run => run.Elapsed.TotalSeconds).Order()];
        return seconds.Length == 0 ? double.NaN : (seconds[(seconds.Length - 1) / 2] + seconds[seconds.Length / 2]) / 2;
    }

    private static string Seeds(ulong[] seeds) => $"{(seeds.Length == 1 ? "seed" : "seeds")} {string.Join(", ", seeds)}";

    private static string Fixed(double value, int decimals) => value.ToString($"F{decimals}", CultureInfo.InvariantCulture);

    private static string Signed(double value, int decimals) => (value < 0 ? "" : "+") + Fixed(value, decimals);
}
