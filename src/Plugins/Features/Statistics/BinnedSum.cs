namespace MmoePipeline.Plugins.Features.Statistics;

/// <summary>
/// A sum of doubles without rounding, fast for many terms: bits are added up where they are, in 64-bit integers of 32 bits each (Neal, Fast exact summation using small and large
/// superaccumulators, 2015). It doesn't depend on the order of its terms.
/// </summary>
internal sealed class BinnedSum
{
    private const int MantissaBits = 52;
    private const int BinBits = 32;
    private const int SmallestExponent = -1074;

    /// <summary>Each term adds less than 2^32 to a bin, so that this many leave a bin within 63 bits.</summary>
    private const int TermsBetweenCarries = 1 << 29;

    /// <summary>Bins from the smallest double to the largest, and one for carries.</summary>
    private readonly long[] _bins = new long[((2046 + MantissaBits) / BinBits) + 3];
    private int _terms;

    /// <summary>Adds a term.</summary>
    /// <param name="term">A finite number.</param>
    public void Add(double term)
    {
        long bits = BitConverter.DoubleToInt64Bits(term);
        int exponent = (int)(bits >> MantissaBits) & 0x7FF;
        long mantissa = bits & ((1L << MantissaBits) - 1);
        if (exponent == 0)
        {
            exponent = 1;
        }
        else
        {
            mantissa |= 1L << MantissaBits;
        }

        // The mantissa's unit is 2^(exponent - 1) smallest doubles: its bits are spread over three bins.
        (int bin, int shift) = ((exponent - 1) / BinBits, (exponent - 1) % BinBits);
        long sign = bits >> 63;
        UInt128 shifted = (UInt128)(ulong)mantissa << shift;
        _bins[bin] += ((long)(uint)shifted ^ sign) - sign;
        _bins[bin + 1] += ((long)(uint)(shifted >> BinBits) ^ sign) - sign;
        _bins[bin + 2] += ((long)(uint)(shifted >> (2 * BinBits)) ^ sign) - sign;
        if (++_terms == TermsBetweenCarries)
        {
            Carry();
        }
    }

    /// <summary>Adds another sum.</summary>
    /// <param name="other">The other; its bins are normalised, its value stays.</param>
    public void Add(BinnedSum other)
    {
        Carry();
        other.Carry();
        for (int bin = 0; bin < _bins.Length; bin++)
        {
            _bins[bin] += other._bins[bin];
        }

        Carry();
    }

    /// <summary>The sum in another form.</summary>
    public ExactSum ToExactSum()
    {
        Carry();
        var sum = new ExactSum();
        for (int bin = 0; bin < _bins.Length; bin++)
        {
            if (_bins[bin] != 0)
            {
                sum.Add(Math.ScaleB(_bins[bin], (BinBits * bin) + SmallestExponent));
            }
        }

        return sum;
    }

    /// <summary>
    /// Moves what is above 32 bits into the next bin. Bins are left between -2^31 and 2^31, so that the highest that is not 0 has the sign and the size of the sum.
    /// </summary>
    private void Carry()
    {
        for (int bin = 0; bin < _bins.Length - 1; bin++)
        {
            long carry = (_bins[bin] + (1L << (BinBits - 1))) >> BinBits;
            _bins[bin] -= carry << BinBits;
            _bins[bin + 1] += carry;
        }

        _terms = 0;
    }
}
