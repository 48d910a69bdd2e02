using CsCheck;
using MmoePipeline.Plugins.Features.Number;

namespace MmoePipeline.Plugins.Tests.Features;

/// <summary>Quantiles of a sample.</summary>
public sealed class QuantileSampleTests
{
    /// <summary>Quantiles 0, 1/4 ... 1 of 1, 2, 4, 8 are at the places 0, 0.75, 1.5, 2.25 and 3.</summary>
    [Fact]
    public void Quantiles_of_few_values_are_those_of_all() => Assert.Equal([1, 1.75, 3, 5, 8], Sample((0, 4), (1, 8), (2, 1), (3, 2)).Quantiles(4));

    [Fact]
    public void No_values_have_no_quantiles() => Assert.Empty(new QuantileSample().Quantiles(4));

    /// <summary>Also of more rows than are kept, in any order and in any number of parts.</summary>
    [Fact]
    public void The_sample_is_the_same_whatever_the_order_and_the_parts() => Gen.Select(Gen.Int[QuantileSample.Size - 50, QuantileSample.Size + 3000], Gen.Int[1, 5], Gen.Int[0, 1000]).Sample(
        (rows, parts, seed) =>
        {
            var whole = new QuantileSample();
            for (int row = 0; row < rows; row++)
            {
                whole.Add(row, ValueOf(row));
            }

            int[] order = [.. Enumerable.Range(0, rows)];
            new Random(seed).Shuffle(order);
            QuantileSample[] samples = [.. Enumerable.Range(0, parts).Select(_ => new QuantileSample())];
            foreach ((int place, int row) in order.Index())
            {
                samples[place % parts].Add(row, ValueOf(row));
            }

            foreach (QuantileSample other in samples.Skip(1))
            {
                samples[0].Merge(other);
            }

            Assert.Equal(whole.Quantiles(1024), samples[0].Quantiles(1024));
        },
        iter: 6,
        threads: 1);

    /// <summary>Of a million values, the share of values below each quantile is within 0.3 % of the quantile's share, as the class says.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Quantiles_of_a_million_values_are_off_by_less_than_three_rows_in_a_thousand(int step)
    {
        const int Rows = 1_000_000;
        var sample = new QuantileSample();
        for (int row = 0; row < Rows; row++)
        {
            // Each of the values 0 ... 999,999 once, in the order of the rows or scattered: 7 and a million have no common factor.
            sample.Add(row, (long)row * step % Rows);
        }

        double[] quantiles = sample.Quantiles(100);
        Assert.All(quantiles.Index(), quantile => Assert.InRange(quantile.Item / Rows, (quantile.Index / 100.0) - 0.003, (quantile.Index / 100.0) + 0.003));
    }

    private static double ValueOf(int row) => row * 7919L % 10_007;

    private static QuantileSample Sample(params (long Row, double Value)[] values)
    {
        var sample = new QuantileSample();
        foreach ((long row, double value) in values)
        {
            sample.Add(row, value);
        }

        return sample;
    }
}
