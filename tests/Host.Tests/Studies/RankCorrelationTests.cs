using MathNet.Numerics.Statistics;

namespace MmoePipeline.Host.Tests.Studies;

public sealed class RankCorrelationTests
{
    /// <summary>Without ties it is 1 - 6 sum d^2 / (n (n^2 - 1)): of ranks 1 2 3 4 5 and 2 1 4 3 5 the sum is 4.</summary>
    [Fact]
    public void Of_distinct_values_it_is_spearmans_formula()
    {
        Assert.Equal(1 - (6 * 4 / 120.0), Correlation.Spearman([1, 2, 3, 4, 5], [20, 10, 400, 30, 5000]), 1e-12);
        Assert.Equal(1, Correlation.Spearman([1, 2, 3], [-5, 0, 100]), 1e-12);
        Assert.Equal(-1, Correlation.Spearman([1, 2, 3], [9, 8.5, 0]), 1e-12);
    }

    /// <summary>Ranks 1.5 1.5 3 and 1 2 3: deviations -0.5 -0.5 1 and -1 0 1; 1.5 / root(1.5 x 2).</summary>
    [Fact]
    public void Values_that_are_the_same_share_their_ranks() =>
        Assert.Equal(1.5 / Math.Sqrt(3), Correlation.Spearman([4, 4, 9], [1, 2, 3]), 1e-12);

    [Fact]
    public void Of_values_that_are_all_the_same_there_is_none() => Assert.True(double.IsNaN(Correlation.Spearman([1, 2, 3], [7, 7, 7])));
}
