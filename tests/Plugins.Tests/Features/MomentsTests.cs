using System.Numerics;
using CsCheck;
using MmoePipeline.Plugins.Features.Statistics;

namespace MmoePipeline.Plugins.Tests.Features;

public sealed class MomentsTests
{
    /// <summary>Without rounding, the terms that cancel leave the small one; summed as doubles they leave 0.</summary>
    [Fact]
    public void Nothing_is_rounded_before_the_end()
    {
        var sum = new ExactSum();
        foreach (double term in new[] { 1e100, 1, 1e-20, -1e100, -1 })
        {
            sum.Add(term);
        }

        Assert.Equal(1e-20, sum.Value);
    }

    /// <summary>Half way between 1 and the next double, a term below decides; without one, the even double is the nearest.</summary>
    [Fact]
    public void The_sum_is_the_nearest_double()
    {
        double half = Math.ScaleB(1, -53);
        Assert.Equal(1, SumOf(1, half));
        Assert.Equal(1 + (2 * half), SumOf(1, half, Math.ScaleB(1, -200)));
        Assert.Equal(1, SumOf(1, half, -Math.ScaleB(1, -200)));
    }

    [Fact]
    public void Order_and_parts_change_no_bit()
    {
        Gen<double> value = Gen.Select(Gen.Double[-1, 1], Gen.Int[-30, 30], (fraction, exponent) => Math.ScaleB(fraction, exponent));
        Gen.Select(value.Array[2, 40], Gen.Int[0, 40]).Sample((values, cut) =>
        {
            Standardisation whole = Of(values).ToStandardisation();
            Assert.Equal(whole, Of([.. values.Reverse()]).ToStandardisation());
            Moments part = Of([.. values.Take(cut)]);
            part.Add(Of([.. values.Skip(cut)]));
            Assert.Equal(whole, part.ToStandardisation());
        });
    }

    /// <summary>In units of the smallest double, sums are whole numbers: of all doubles none is nearer to theirs.</summary>
    [Fact]
    public void Sums_in_bins_are_those_of_whole_numbers()
    {
        Gen<double> value = Gen.Double.Where(number => Math.Abs(number) < 1e300);
        Gen.Select(value.Array[0, 30], Gen.Int[0, 30]).Sample((values, cut) =>
        {
            (BinnedSum sum, BinnedSum rest) = (new BinnedSum(), new BinnedSum());
            BigInteger whole = 0;
            foreach ((int index, double term) in values.Index())
            {
                (index < cut ? sum : rest).Add(term);
                whole += Units(term);
            }

            sum.Add(rest);
            double found = sum.ToExactSum().Value;
            BigInteger distance = BigInteger.Abs(whole - Units(found));
            Assert.True(distance <= BigInteger.Abs(whole - Units(Math.BitIncrement(found))));
            Assert.True(distance <= BigInteger.Abs(whole - Units(Math.BitDecrement(found))));
        });

        static BigInteger Units(double number)
        {
            long bits = BitConverter.DoubleToInt64Bits(number);
            int exponent = (int)(bits >> 52) & 0x7FF;
            BigInteger mantissa = (bits & ((1L << 52) - 1)) | (exponent == 0 ? 0 : 1L << 52);
            return (mantissa << Math.Max(0, exponent - 1)) * (bits < 0 ? -1 : 1);
        }
    }

    /// <summary>1, 2, 3, 4 around a mean that is 10^8 times larger than the deviation: variance 5 / 4.</summary>
    [Fact]
    public void A_large_mean_does_not_hide_the_deviation()
    {
        Standardisation learnt = Of([1e8 + 1, 1e8 + 2, 1e8 + 3, 1e8 + 4]).ToStandardisation();
        Assert.Equal((1e8 + 2.5, Math.Sqrt(1.25)), (learnt.Mean, learnt.Deviation));
    }

    [Fact]
    public void A_constant_is_zero_for_all_rows()
    {
        Standardisation learnt = Of([0.1, 0.1, 0.1]).ToStandardisation();
        Assert.Equal((0.1, 0d, 0f), (learnt.Mean, learnt.Deviation, learnt.Apply(7)));
        Assert.Equal(new Standardisation(0, 0), new Moments().ToStandardisation());
    }

    private static double SumOf(params double[] terms)
    {
        var sum = new ExactSum();
        foreach (double term in terms)
        {
            sum.Add(term);
        }

        return sum.Value;
    }

    private static Moments Of(double[] values)
    {
        var moments = new Moments();
        foreach (double value in values)
        {
            moments.Add(value);
        }

        return moments;
    }
}
