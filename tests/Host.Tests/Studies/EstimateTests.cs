using MmoePipeline.Experiments.Studies;
using MmoePipeline.Experiments.Studies.Options;

namespace MmoePipeline.Host.Tests.Studies;

public sealed class EstimateTests
{
    /// <summary>Mean 3, deviation the root of 2.5; of 4 degrees of freedom t is 2.776445 (any printed table).</summary>
    [Fact]
    public void A_mean_has_the_interval_of_students_t()
    {
        Estimate estimate = Estimate.OfMean([1, 2, 3, 4, 5]);
        double reach = 2.776445 * Math.Sqrt(2.5 / 5);
        Assert.Equal(5, estimate.Count);
        Assert.Equal(3, estimate.Mean, 1e-12);
        Assert.Equal(3 - reach, estimate.Lower, 1e-5);
        Assert.Equal(3 + reach, estimate.Upper, 1e-5);
    }

    /// <summary>Differences 1, 2, 3: mean 2, deviation 1; t of 2 degrees of freedom is 4.302653.</summary>
    [Fact]
    public void A_difference_is_second_minus_first_pair_by_pair()
    {
        Estimate estimate = Estimate.OfDifference([10, 20, 30], [11, 22, 33]);
        Assert.Equal(2, estimate.Mean, 1e-12);
        Assert.Equal(2 - (4.302653 / Math.Sqrt(3)), estimate.Lower, 1e-5);
        Assert.Equal(2 + (4.302653 / Math.Sqrt(3)), estimate.Upper, 1e-5);
    }

    /// <summary>
    /// Of none of n the upper end p solves (1 - p)^n = 0.025, of all the lower end p^n = 0.025. For 2 of 5 the ends are those
    /// where the binomial sums, computed in the loop below, are 0.025.
    /// </summary>
    [Fact]
    public void A_share_has_the_exact_interval_of_the_binomial_distribution()
    {
        Assert.Equal((0.0, 0.0), (Estimate.OfShare(0, 5).Mean, Estimate.OfShare(0, 5).Lower));
        Assert.Equal(1 - Math.Pow(0.025, 0.2), Estimate.OfShare(0, 5).Upper, 1e-9);
        Assert.Equal(Math.Pow(0.025, 0.2), Estimate.OfShare(5, 5).Lower, 1e-9);
        Assert.Equal(1, Estimate.OfShare(5, 5).Upper);
        Estimate some = Estimate.OfShare(2, 5);
        Assert.Equal(0.4, some.Mean, 1e-12);
        Assert.Equal(0.025, Enumerable.Range(2, 4).Sum(found => Binomial(found, 5, some.Lower)), 1e-8);
        Assert.Equal(0.025, Enumerable.Range(0, 3).Sum(found => Binomial(found, 5, some.Upper)), 1e-8);
    }

    /// <summary>Of five variants a rank correlation goes in steps of 0.1: that much deviation is left to seeds that agree.</summary>
    [Fact]
    public void Rank_correlations_that_agree_are_known_to_a_step()
    {
        Estimate same = Estimate.OfRankCorrelations([0.1, 0.1, 0.1, 0.1, 0.1], 5);
        double reach = 2.776445 * 0.1 / Math.Sqrt(5);
        Assert.Equal(0.1 - reach, same.Lower, 1e-5);
        Assert.Equal(0.1 + reach, same.Upper, 1e-5);
        Estimate ones = Estimate.OfRankCorrelations([1, 1, 1, 1, 1], 5);
        Assert.Equal(1 - reach, ones.Lower, 1e-5);
        Assert.Equal(1, ones.Upper);
        Estimate spread = Estimate.OfRankCorrelations([-1, 1], 5);
        Assert.Equal((-1.0, 1.0), (spread.Lower, spread.Upper));
    }

    [Theory]
    [InlineData(0.1, 0.3, Expectation.Greater, 0, ClaimVerdict.Holds)]
    [InlineData(-0.1, 0.3, Expectation.Greater, 0, ClaimVerdict.NotDistinguishable)]
    [InlineData(-0.3, -0.1, Expectation.Greater, 0, ClaimVerdict.DoesNotHold)]
    [InlineData(0.1, 0.3, Expectation.Greater, 0.2, ClaimVerdict.NotDistinguishable)]
    [InlineData(0.1, 0.15, Expectation.Greater, 0.2, ClaimVerdict.DoesNotHold)]
    [InlineData(0.25, 0.3, Expectation.Greater, 0.2, ClaimVerdict.Holds)]
    [InlineData(-0.3, -0.1, Expectation.Less, 0, ClaimVerdict.Holds)]
    [InlineData(0.1, 0.3, Expectation.Less, 0, ClaimVerdict.DoesNotHold)]
    [InlineData(-0.3, -0.1, Expectation.Less, 0.2, ClaimVerdict.NotDistinguishable)]
    [InlineData(-0.1, 0.1, Expectation.Less, 0.2, ClaimVerdict.DoesNotHold)]
    [InlineData(-0.1, 0.1, Expectation.Equal, 0.2, ClaimVerdict.Holds)]
    [InlineData(-0.1, 0.3, Expectation.Equal, 0.2, ClaimVerdict.NotDistinguishable)]
    [InlineData(0.3, 0.4, Expectation.Equal, 0.2, ClaimVerdict.DoesNotHold)]
    [InlineData(-0.4, -0.3, Expectation.Equal, 0.2, ClaimVerdict.DoesNotHold)]
    public void A_verdict_is_by_where_the_interval_is(double lower, double upper, object expectation, double margin, object verdict)
    {
        var estimate = new Estimate(5, (lower + upper) / 2, lower, upper);
        Assert.Equal((ClaimVerdict)verdict, estimate.Judge((Expectation)expectation, margin, 0));
        Assert.Equal(
            (ClaimVerdict)verdict, (estimate with { Lower = lower + 7, Upper = upper + 7 }).Judge((Expectation)expectation, margin, 7));
    }

    [Fact]
    public void One_value_decides_nothing() =>
        Assert.All(Enum.GetValues<Expectation>(), expectation =>
            Assert.Equal(ClaimVerdict.NotDistinguishable, Estimate.OfMean([5]).Judge(expectation, 1, 0)));

    private static double Binomial(int found, int count, double p)
    {
        double ways = 1;
        for (int index = 0; index < found; index++)
        {
            ways = ways * (count - index) / (index + 1);
        }

        return ways * Math.Pow(p, found) * Math.Pow(1 - p, count - found);
    }
}
