using MmoePipeline.Experiments.Statistics;

namespace MmoePipeline.Host.Tests.Comparisons;

public sealed class PairedDifferenceTests
{
    /// <summary>
    /// Differences 1 to 5: mean 3, squares about it 10, standard error root(10 / 4 / 5). With 4 degrees of freedom the distribution
    /// is a closed form: P(|T| below t) = s (1 + c / 2) with s = t / root(4 + t t) and c = 4 / (4 + t t).
    /// </summary>
    [Fact]
    public void Five_pairs_by_hand()
    {
        PairedDifference difference = PairedDifference.Of([10, 20, 30, 40, 50], [13, 21, 35, 42, 54]);
        Assert.Equal(5, difference.Pairs);
        Assert.Equal(3, difference.Mean, 1e-12);
        Assert.Equal(Math.Sqrt(0.5), difference.StandardError, 1e-12);
        Assert.Equal(3 - (2.776445105 * Math.Sqrt(0.5)), difference.Lower, 1e-8);
        Assert.Equal(3 + (2.776445105 * Math.Sqrt(0.5)), difference.Upper, 1e-8);
        const double Square = 18;
        double inside = Math.Sqrt(Square / (4 + Square)) * (1 + (4 / (4 + Square) / 2));
        Assert.Equal(1 - inside, difference.PValue, 1e-10);
        Assert.True(difference.IsDistinguishable);
    }

    /// <summary>Two pairs leave one degree of freedom, Cauchy's distribution; three leave two, again a closed form.</summary>
    [Fact]
    public void Two_and_three_pairs_by_closed_forms()
    {
        // Differences 1 and 3: mean 2, standard error 1.
        PairedDifference two = PairedDifference.Of([0, 0], [1, 3]);
        Assert.Equal(1 - (2 / Math.PI * Math.Atan(2)), two.PValue, 1e-12);
        Assert.Equal(2 - Math.Tan(0.475 * Math.PI), two.Lower, 1e-6);

        // Differences 1, 2, 3: mean 2, standard error 1 / root 3.
        PairedDifference three = PairedDifference.Of([5, 5, 5], [4, 3, 2]);
        double t = 2 * Math.Sqrt(3);
        Assert.Equal(-2, three.Mean, 1e-12);
        Assert.Equal(1 - (t / Math.Sqrt(2 + (t * t))), three.PValue, 1e-12);
    }

    /// <summary>The 0.975 quantiles that tables of Student's distribution print.</summary>
    [Theory]
    [InlineData(2, 12.706)]
    [InlineData(3, 4.303)]
    [InlineData(4, 3.182)]
    [InlineData(6, 2.571)]
    [InlineData(11, 2.228)]
    [InlineData(31, 2.042)]
    public void The_interval_reaches_as_far_as_published_tables_say(int pairs, double quantile)
    {
        double[] second = [.. Enumerable.Range(0, pairs).Select(pair => (double)(pair * pair % 7))];
        PairedDifference difference = PairedDifference.Of(new double[pairs], second);
        Assert.Equal(quantile, (difference.Upper - difference.Mean) / difference.StandardError, 0.0005);
        Assert.Equal(difference.Lower > 0, difference.IsDistinguishable);
    }

    [Fact]
    public void One_pair_is_no_test()
    {
        PairedDifference one = PairedDifference.Of([1], [3]);
        Assert.Equal((1, 2.0), (one.Pairs, one.Mean));
        Assert.True(double.IsNaN(one.PValue) && double.IsNaN(one.Lower) && double.IsNaN(one.Upper) && double.IsNaN(one.StandardError));
        Assert.False(one.IsDistinguishable);
        Assert.Equal((0, double.NaN), (PairedDifference.Of([], []).Pairs, PairedDifference.Of([], []).Mean));
    }

    [Fact]
    public void Differences_without_spread_take_the_limit()
    {
        Assert.Equal(1, PairedDifference.Of([0.1, 0.7], [0.1, 0.7]).PValue);
        Assert.Equal(new PairedDifference(2, 0.5, 0, 0.5, 0.5, 0), PairedDifference.Of([1, 2], [1.5, 2.5]));
    }

    [Fact]
    public void Values_without_partner_are_refused() => Assert.Throws<ArgumentException>(() => PairedDifference.Of([1, 2], [1]));
}
