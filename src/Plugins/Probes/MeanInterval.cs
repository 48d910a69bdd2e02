using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;
using MmoePipeline.Statistics;

namespace MmoePipeline.Plugins.Probes;

/// <summary>Intervals of means, corrected for the number of means that a probe looks at.</summary>
internal static class MeanInterval
{
    private const double Confidence = 0.95;

    /// <summary>
    /// <c>m ± t s / sqrt(n)</c> of the mean m and the standard deviation s (n - 1) of n values, with the quantile of Student's t at
    /// <c>1 - 0.05 / (2 k)</c> and n - 1 degrees of freedom: with a probability of 0.95 all k intervals hold what they are of (Bonferroni).
    /// </summary>
    /// <param name="values">The values.</param>
    /// <param name="comparisons">The number k of means that are looked at, from 1.</param>
    /// <returns>Null for less than two values.</returns>
    public static ConfidenceInterval? Of(IReadOnlyList<double> values, int comparisons)
    {
        if (values.Count < 2)
        {
            return null;
        }

        double mean = values.Average();
        double reach = StudentT.InvCDF(0, 1, values.Count - 1, 1 - Tail(comparisons)) * values.StandardDeviation() / Math.Sqrt(values.Count);
        return new ConfidenceInterval(mean - reach, mean + reach);
    }

    /// <summary>The quantile of the normal distribution for one of so many intervals.</summary>
    public static double NormalQuantile(int comparisons) => Normal.InvCDF(0, 1, 1 - Tail(comparisons));

    private static double Tail(int comparisons) => (1 - Confidence) / 2 / comparisons;
}
