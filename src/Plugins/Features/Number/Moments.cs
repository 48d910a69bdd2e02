namespace MmoePipeline.Plugins.Features.Number;

/// <summary>Mean and deviation of values that come one after another.</summary>
internal sealed class Moments
{
    private double _mean;
    private double _squares;

    /// <summary>How many values there were.</summary>
    public long Count { get; private set; }

    /// <summary>Adds a value: Welford's update (Technometrics 1962), which loses no digits to a sum that grows.</summary>
    public void Add(double value)
    {
        Count++;
        double before = value - _mean;
        _mean += before / Count;
        _squares += before * (value - _mean);
    }

    /// <summary>Adds other values (Chan, Golub, LeVeque: Updating Formulae and a Pairwise Algorithm for Computing Sample Variances, 1979).</summary>
    public void Merge(Moments other)
    {
        if (other.Count == 0)
        {
            return;
        }

        double between = other._mean - _mean;
        long count = Count + other.Count;
        _mean += between * other.Count / count;
        _squares += other._squares + (between * between * Count / count * other.Count);
        Count = count;
    }

    /// <summary>How to standardise such values; of no or equal values, as they are less their mean.</summary>
    public StandardScale ToScale()
    {
        double deviation = Count == 0 ? 0 : Math.Sqrt(_squares / Count);
        return new StandardScale(_mean, deviation <= 1e-12 * Math.Abs(_mean) ? 0 : deviation);
    }
}

/// <summary>How a number is standardised.</summary>
/// <param name="Mean">The mean over the training rows.</param>
/// <param name="Deviation">The standard deviation over the training rows; 0 where all are equal: then every number is encoded as 0, because the weights that another one would
/// meet were never trained.</param>
internal sealed record StandardScale(double Mean, double Deviation)
{
    /// <summary>Encoded values are cut to this size, which float32 holds and no network makes use of beyond.</summary>
    public const double Largest = 1e6;

    /// <summary>Standardises a value.</summary>
    public float Encode(double value) => Deviation == 0 ? 0 : (float)Math.Clamp((value - Mean) / Deviation, -Largest, Largest);
}

/// <summary>The logarithm of sizes from 1 on, with the sign.</summary>
internal static class SignedLogarithm
{
    /// <summary><c>sign(x) log(1 + |x|)</c>.</summary>
    public static double Of(double value) => Math.CopySign(Math.Log(1 + Math.Abs(value)), value);
}
