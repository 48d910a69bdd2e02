using MathNet.Numerics.Distributions;

namespace MmoePipeline.Experiments.Statistics;

/// <summary>
/// The difference of two variants over runs that have a seed in common, with the paired t-test (Student: The probable error of a
/// mean, Biometrika 1908): it asks whether the mean of the differences is further from 0 than their spread explains.
/// </summary>
/// <param name="Pairs">The number of pairs, n.</param>
/// <param name="Mean">The mean of second minus first; NaN without pairs.</param>
/// <param name="StandardError">The differences' standard deviation (n - 1) over the root of n; NaN below two pairs.</param>
/// <param name="Lower">The lower end of the 95 % interval of the mean; NaN below two pairs.</param>
/// <param name="Upper">Its upper end; NaN below two pairs.</param>
/// <param name="PValue">
/// The probability of a mean at least as far from 0 if the variants did not differ; NaN below two pairs, which no test can judge.
/// </param>
/// <remarks>
/// Where all differences are the same, the spread is 0 and the test's formula has no value. Its limit is taken: p is 1 where they
/// are all 0, for nothing speaks for a difference, and else 0, with an interval of no width. That happens where seeds change
/// nothing, and then more of them prove nothing: the table shows a standard deviation of 0.
/// </remarks>
internal sealed record PairedDifference(int Pairs, double Mean, double StandardError, double Lower, double Upper, double PValue)
{
    private const double Confidence = 0.95;

    /// <summary>Whether p is below 0.05, which is the same as an interval that does not hold 0.</summary>
    public bool IsDistinguishable => PValue < 1 - Confidence;

    /// <summary>Second minus first.</summary>
    /// <param name="first">The first variant's values, a finite number for each seed.</param>
    /// <param name="second">The second's, for the same seeds in the same order.</param>
    /// <exception cref="ArgumentException">There are not as many of the one as of the other.</exception>
    public static PairedDifference Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.Length != second.Length)
        {
            throw new ArgumentException($"{first.Length} values can't be paired with {second.Length}.", nameof(second));
        }

        int pairs = first.Length;
        double[] differences = new double[pairs];
        for (int pair = 0; pair < pairs; pair++)
        {
            differences[pair] = second[pair] - first[pair];
        }

        double mean = pairs == 0 ? double.NaN : differences.Average();
        if (pairs < 2)
        {
            return new PairedDifference(pairs, mean, double.NaN, double.NaN, double.NaN, double.NaN);
        }

        if (differences.All(difference => difference == differences[0]))
        {
            return new PairedDifference(pairs, differences[0], 0, differences[0], differences[0], differences[0] == 0 ? 1 : 0);
        }

        double squares = differences.Sum(difference => (difference - mean) * (difference - mean));
        double error = Math.Sqrt(squares / (pairs - 1) / pairs);
        double reach = StudentT.InvCDF(0, 1, pairs - 1, (1 + Confidence) / 2) * error;
        double p = 2 * StudentT.CDF(0, 1, pairs - 1, -Math.Abs(mean / error));
        return new PairedDifference(pairs, mean, error, mean - reach, mean + reach, p);
    }
}
