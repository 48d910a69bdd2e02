using MathNet.Numerics.Distributions;
using MmoePipeline.Experiments.Statistics;
using MmoePipeline.Experiments.Studies.Options;

namespace MmoePipeline.Experiments.Studies;

/// <summary>A mean over seeds and its 95 % interval.</summary>
/// <param name="Count">How many seeds.</param>
/// <param name="Mean">The mean.</param>
/// <param name="Lower">The lower end; NaN where there is no interval.</param>
/// <param name="Upper">The upper end; NaN where there is no interval.</param>
internal sealed record Estimate(int Count, double Mean, double Lower, double Upper)
{
    private const double Outside = 0.025;

    /// <summary>The mean of values, with the interval of Student's t; there is none below two values.</summary>
    public static Estimate OfMean(ReadOnlySpan<double> values) => OfDifference(new double[values.Length], values);

    /// <summary>The mean of second minus first, pair by pair, with the interval of the paired t-test.</summary>
    public static Estimate OfDifference(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        PairedDifference difference = PairedDifference.Of(first, second);
        return new Estimate(difference.Pairs, difference.Mean, difference.Lower, difference.Upper);
    }

    /// <summary>
    /// The mean of rank correlations, with the interval of Student's t, cut at -1 and 1. A rank correlation of few variants has few
    /// values, and seeds that agree by chance would give an interval of no width: the values' deviation counts as at least the step
    /// from one possible value to the next, <c>12 / (n (n^2 - 1))</c>.
    /// </summary>
    /// <param name="correlations">A correlation for each seed.</param>
    /// <param name="variants">The number n of variants that were ranked.</param>
    public static Estimate OfRankCorrelations(ReadOnlySpan<double> correlations, int variants)
    {
        Estimate plain = OfMean(correlations);
        double step = 12.0 / (variants * ((variants * variants) - 1));
        double least = plain.Count < 2 ? double.NaN : StudentT.InvCDF(0, 1, plain.Count - 1, 1 - Outside) * step / Math.Sqrt(plain.Count);
        double reach = Math.Max((plain.Upper - plain.Lower) / 2, least);
        return plain with { Lower = Math.Max(-1, plain.Mean - reach), Upper = Math.Min(1, plain.Mean + reach) };
    }

    /// <summary>
    /// A share, with the exact interval of the binomial distribution (Clopper, Pearson: The use of confidence or fiducial limits
    /// illustrated in the case of the binomial, Biometrika 1934): of few runs that all agree it is not sure that all runs would.
    /// </summary>
    /// <param name="found">How many of them.</param>
    /// <param name="count">Of how many.</param>
    public static Estimate OfShare(int found, int count) => count == 0
        ? new Estimate(0, double.NaN, double.NaN, double.NaN)
        : new Estimate(
            count,
            (double)found / count,
            found == 0 ? 0 : Beta.InvCDF(found, count - found + 1, Outside),
            found == count ? 1 : Beta.InvCDF(found + 1, count - found, 1 - Outside));

    /// <summary>What the interval says about a claim.</summary>
    /// <param name="expectation">What is claimed.</param>
    /// <param name="margin">What counts as no difference.</param>
    /// <param name="reference">What the mean is compared with.</param>
    public ClaimVerdict Judge(Expectation expectation, double margin, double reference)
    {
        (double lower, double upper) = (Lower - reference, Upper - reference);
        (bool holds, bool fails) = expectation switch
        {
            Expectation.Greater => (lower > margin, upper < margin),
            Expectation.Less => (upper < -margin, lower > -margin),
            _ => (lower > -margin && upper < margin, lower > margin || upper < -margin),
        };
        return holds ? ClaimVerdict.Holds : fails ? ClaimVerdict.DoesNotHold : ClaimVerdict.NotDistinguishable;
    }
}
