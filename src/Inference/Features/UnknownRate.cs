using System.Text.Json.Serialization;

namespace MmoePipeline.Inference.Features;

/// <summary>How many of some rows have a value of a categorical feature that has no embedding of its own.</summary>
/// <param name="Unknown">Those rows.</param>
/// <param name="Rows">All rows.</param>
internal readonly record struct UnknownRate(long Unknown, long Rows)
{
    /// <summary>The quantile of the normal distribution that is exceeded on either side in one of 1,000 cases.</summary>
    private const double Quantile = 3.2905;

    /// <summary>How often as many unknown values as expected are let pass.</summary>
    private const double Factor = 2;

    /// <summary>The share of unknown values that is let pass where none is expected.</summary>
    private const double Allowance = 0.01;

    /// <summary>The share of the rows; 0 without rows.</summary>
    [JsonIgnore]
    public double Share => Rows == 0 ? 0 : (double)Unknown / Rows;

    /// <summary>
    /// Whether there are more unknown values than other rows let expect: the share is certainly more than twice theirs, and 1 % of the rows. Certainly:
    /// the lower end of the share's 99.9 % interval is above what follows from the upper end of theirs (Wilson, Probable inference, Journal of the
    /// American Statistical Association 1927).
    /// </summary>
    /// <param name="expected">The other rows.</param>
    public bool IsOutOfProportionTo(UnknownRate expected) => Bound(-1) > (Factor * expected.Bound(1)) + Allowance;

    /// <summary>An end of the interval: the lower one for the sign -1, the upper one for 1.</summary>
    private double Bound(int sign)
    {
        if (Rows == 0)
        {
            return sign < 0 ? 0 : 1;
        }

        const double Square = Quantile * Quantile;
        double spread = Quantile * Math.Sqrt((Share * (1 - Share) / Rows) + (Square / (4.0 * Rows * Rows)));
        return (Share + (Square / (2.0 * Rows)) + (sign * spread)) / (1 + (Square / Rows));
    }
}
