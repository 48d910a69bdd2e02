using MmoePipeline.Features;
using MmoePipeline.Plugins.Features.Number;

namespace MmoePipeline.Plugins.Tests.Features;

/// <summary>What a number is encoded as, by hand.</summary>
public sealed class NumberScaleTests
{
    /// <summary>Mean 4 and standard deviation sqrt((9 + 1 + 1 + 9) / 4) = sqrt(5).</summary>
    [Fact]
    public void Linear_numbers_are_standardised() =>
        AssertValues(new() { Column = "n" }, [1, 3, 5, 7], [-1.3416407864998738, -0.4472135954999579, 0.4472135954999579, 1.3416407864998738]);

    /// <summary>log(1 + x) of 0, e - 1 and e^2 - 1 is 0, 1 and 2: mean 1, deviation sqrt(2/3).</summary>
    [Fact]
    public void Logarithms_are_standardised() => AssertValues(
        new() { Column = "n", Scale = NumberScale.Logarithm }, [0, Math.E - 1, (Math.E * Math.E) - 1], [-1.224744871391589, 0, 1.224744871391589]);

    /// <summary>Of 1 - e^2, 0 and e^2 - 1: -2, 0 and 2, with deviation sqrt(8/3).</summary>
    [Fact]
    public void Signed_logarithms_keep_the_sign() => AssertValues(
        new() { Column = "n", Scale = NumberScale.SignedLogarithm },
        [1 - (Math.E * Math.E), 0, (Math.E * Math.E) - 1],
        [-1.224744871391589, 0, 1.224744871391589]);

    [Fact]
    public void Min_max_goes_from_zero_to_one() => AssertValues(new() { Column = "n", Scale = NumberScale.MinMax }, [2, 6, 3, 10], [0, 0.5, 0.125, 1]);

    /// <summary>Shares 0, 1/4 ... 1 of five numbers, less 1/2, times sqrt(12).</summary>
    [Fact]
    public void Quantiles_are_shares_of_the_rows()
    {
        double root = Math.Sqrt(12);
        AssertValues(
            new() { Column = "n", Scale = NumberScale.Quantile }, [-5, 1, 2, 100, 1e6], [-root / 2, -root / 4, 0, root / 4, root / 2], 1e-3);
    }

    /// <summary>Of 0, 0, 0, 0, 8 the number 0 has the shares from 0 to 3/4, whose middle is 3/8; the straight line to 8 is as steep as the quantiles give it.</summary>
    [Fact]
    public void Ties_have_the_middle_of_their_shares()
    {
        double root = Math.Sqrt(12);
        AssertValues(new() { Column = "n", Scale = NumberScale.Quantile }, [0, 0, 0, 0, 8], [-root / 8, -root / 8, -root / 8, -root / 8, root / 2], 2e-3);
    }

    /// <summary>Clipped to 2 and 6, the numbers are 2, 2, 6 and 6: mean 4, deviation 2.</summary>
    [Fact]
    public void Numbers_are_clipped_before_anything_is_learnt() =>
        AssertValues(new() { Column = "n", ClipLow = 2, ClipHigh = 6 }, [-100, 2, 6, 1e9], [-1, -1, 1, 1]);

    [Fact]
    public void Equal_numbers_are_zero() => AssertValues(new() { Column = "n" }, [7, 7, 7], [0, 0, 0]);

    /// <summary>Of 1, 3, 8: mean 4, deviation sqrt(26/3); the median is 3.</summary>
    [Theory]
    [InlineData(MissingNumberPolicy.Mean, 0)]
    [InlineData(MissingNumberPolicy.Median, -0.33968311024337876)]
    [InlineData(MissingNumberPolicy.Value, 2.0380986614602725)]
    public void A_missing_number_is_replaced_and_indicated(MissingNumberPolicy missing, double expected)
    {
        using var feature = new LearntFeature(
            new NumberFeature(new() { Column = "n", Missing = missing, MissingValue = 10, Indicator = true }), 4, LearntFeature.Numbers(1, 3, double.NaN, 8));
        FeatureCells cells = feature.Encode();
        Assert.Equal(expected, cells.Values(0)[2], 1e-6);
        Assert.Equal([0, 0, 1, 0], cells.Values(1).ToArray());
        Assert.Empty(feature.Faults);
    }

    [Fact]
    public void The_mean_of_min_max_is_the_middle()
    {
        using var feature = new LearntFeature(
            new NumberFeature(new() { Column = "n", Scale = NumberScale.MinMax, Missing = MissingNumberPolicy.Mean }), 3, LearntFeature.Numbers(1, double.NaN, 9));
        Assert.Equal([0, 0.5f, 1], feature.Encode().Values(0).ToArray());
    }

    [Fact]
    public void Numbers_that_cant_be_used_are_faults()
    {
        using var linear = new LearntFeature(new NumberFeature(new() { Column = "n" }), 5, LearntFeature.Texts("1", null, "many", "1e300", ""));
        Assert.Equal(["MMOE2707 1 n", "MMOE2706 2 n", "MMOE2706 3 n", "MMOE2707 4 n"], linear.Faults);
        using var logarithm = new LearntFeature(new NumberFeature(new() { Column = "n", Scale = NumberScale.Logarithm }), 3, LearntFeature.Numbers(-1, -0.5, double.PositiveInfinity));
        Assert.Equal(["MMOE2706 0 n", "MMOE2706 2 n"], logarithm.Faults);
        using var clipped = new LearntFeature(new NumberFeature(new() { Column = "n", Scale = NumberScale.Logarithm, ClipLow = 0 }), 2, LearntFeature.Numbers(-7, 1));
        Assert.Empty(clipped.Faults);
    }

    [Fact]
    public void A_column_without_numbers_is_reported_and_encoded_as_zero()
    {
        using var feature = new LearntFeature(new NumberFeature(new() { Column = "n", Missing = MissingNumberPolicy.Median }), 2, LearntFeature.Numbers(double.NaN, double.NaN));
        Assert.Equal(["MMOE2701 n"], feature.Remarks);
        Assert.Equal([0, 0], feature.Encode().Values(0).ToArray());
    }

    /// <summary>Borders 0 and 10: bucket 1 is below 0, 2 from 0 on, 3 from 10 on; a missing number is code 0.</summary>
    [Fact]
    public void A_number_on_a_border_is_in_the_bucket_above()
    {
        using var feature = new LearntFeature(
            new NumberFeature(new() { Column = "n", Encoding = NumberEncoding.Buckets, Borders = [0, 10], Missing = MissingNumberPolicy.Mean }),
            6,
            LearntFeature.Numbers(-1e-9, 0, 9.999, 10, 1e9, double.NaN));
        Assert.Equal([1, 2, 2, 3, 3, 0], feature.Encode().Codes(0).ToArray());
    }

    /// <summary>Quartiles of 0 ... 8 are 2, 4 and 6.</summary>
    [Fact]
    public void Quantiles_make_buckets_of_equal_shares()
    {
        using var feature = new LearntFeature(
            new NumberFeature(new() { Column = "n", Encoding = NumberEncoding.Buckets, Quantiles = 4 }), 9, LearntFeature.Numbers(0, 1, 2, 3, 4, 5, 6, 7, 8));
        Assert.Equal([1, 1, 2, 2, 3, 3, 4, 4, 4], feature.Encode().Codes(0).ToArray());
    }

    private static void AssertValues(NumberFeatureOptions options, double[] numbers, double[] expected, double tolerance = 1e-6)
    {
        using var feature = new LearntFeature(new NumberFeature(options), numbers.Length, LearntFeature.Numbers(numbers));
        float[] values = feature.Encode().Values(0).ToArray();
        Assert.Equal(expected.Length, values.Length);
        Assert.All(expected.Zip(values), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}
