using System.Globalization;
using MmoePipeline.Data;
using MmoePipeline.Plugins.DataSources.Draws;
using MmoePipeline.Plugins.DataSources.Synthetic;

namespace MmoePipeline.Plugins.Tests.DataSources;

public sealed class SyntheticDataSourceTests
{
    private static readonly SyntheticDataSourceOptions Options = new() { Rows = 20_000, Dimensions = 8, Sines = 3, Seed = 7 };

    [Theory]
    [InlineData(-1)]
    [InlineData(-0.5)]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(1)]
    public void The_cosine_of_the_weight_vectors_is_the_correlation(double correlation)
    {
        var model = new SyntheticModel(Options with { Correlation = correlation, Scale = 2.5, Tasks = 4 });
        for (int first = 0; first < 4; first++)
        {
            Assert.Equal(2.5 * 2.5, Product(model.Weights[first], model.Weights[first]), 1e-12);
            for (int second = first + 1; second < 4; second++)
            {
                double expected = first == 0 ? correlation : correlation * correlation;
                Assert.Equal(expected, Product(model.Weights[first], model.Weights[second]) / (2.5 * 2.5), 1e-12);
            }
        }
    }

    /// <summary>Of linear tasks without noise the labels' correlation is the dial itself; its deviation over 20,000 rows is below 0.008.</summary>
    [Theory]
    [InlineData(-1)]
    [InlineData(-0.5)]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void Linear_labels_correlate_as_the_dial_says(double correlation)
    {
        double[][] rows = Numbers(Options with { Correlation = correlation, Sines = 0, Noise = 0 }, "y0", "y1");
        Assert.Equal(correlation, Correlation(rows[0], rows[1]), 0.03);
    }

    [Fact]
    public void Labels_with_sines_correlate_the_more_the_further_the_dial_is_turned()
    {
        double[] found =
        [
            .. new[] { -1.0, -0.5, 0, 0.5, 1 }.Select(dial => Numbers(Options with { Correlation = dial }, "y0", "y1"))
                .Select(rows => Correlation(rows[0], rows[1])),
        ];
        Assert.Equal(found.Order(), found);
        Assert.InRange(found[2], -0.03, 0.03);
        Assert.InRange(found[4], 0.95, 1);
    }

    /// <summary>The formula as a loop that shares nothing with the source but the hashed draws.</summary>
    [Fact]
    public void Labels_are_those_of_the_formula()
    {
        SyntheticDataSourceOptions options = Options with { Rows = 50, Correlation = -0.3, Scale = 1.5, Noise = 0.2, LabelScales = [1, 100] };
        var model = new SyntheticModel(options);
        var draws = new HashedDraws(options.Seed);
        double[][] rows = Numbers(options, [.. Enumerable.Range(0, 8).Select(index => $"x{index}"), "y0", "y1"]);
        for (int row = 0; row < 50; row++)
        {
            for (int task = 0; task < 2; task++)
            {
                double product = 0;
                for (int index = 0; index < 8; index++)
                {
                    product += model.Weights[task][index] * rows[index][row];
                }

                double expected = product;
                for (int sine = 0; sine < 3; sine++)
                {
                    double alpha = 1 + (3 * draws.Uniform("sine.frequency", sine));
                    double beta = 2 * Math.PI * draws.Uniform("sine.phase", sine);
                    expected += Math.Sin((alpha * product) + beta);
                }

                expected += 0.2 * draws.Normal("row.noise", (2 * row) + task);
                Assert.Equal((task == 0 ? 1 : 100) * expected, rows[8 + task][row], 1e-9);
            }
        }
    }

    [Fact]
    public void Features_are_standard_normal_and_noise_has_its_deviation()
    {
        double[][] rows = Numbers(Options, "x0", "x7", "y0");
        foreach (double[] feature in rows[..2])
        {
            Assert.Equal(0, feature.Average(), 0.03);
            Assert.Equal(1, feature.Average(value => value * value), 0.05);
            Assert.Equal(3, feature.Average(value => Math.Pow(value, 4)), 0.3);
        }

        Assert.Equal(0, Correlation(rows[0], rows[1]), 0.03);
        double[] silent = Numbers(Options with { Noise = 0 }, "y0")[0];
        Assert.Equal(0.1, Math.Sqrt(rows[2].Zip(silent, (loud, quiet) => Math.Pow(loud - quiet, 2)).Average()), 0.003);
    }

    [Fact]
    public void Positive_columns_are_the_labels_signs()
    {
        List<string> rows = SourceRows.Texts(new SyntheticDataSource(Options with { Rows = 9000 }), "y1", "y1_positive");
        Assert.Equal(9000, rows.Count);
        Assert.All(rows, row =>
        {
            string[] cells = row.Split('|');
            Assert.Equal(double.Parse(cells[0], CultureInfo.InvariantCulture) > 0 ? "1" : "0", cells[1]);
        });
        Assert.Equal(2, rows.Select(row => row[^1]).Distinct().Count());
    }

    [Fact]
    public void The_same_seed_gives_the_same_rows_and_another_seed_others()
    {
        var source = new SyntheticDataSource(Options);
        List<string> first = SourceRows.Texts(source, "x0", "y0", "y1");
        Assert.Equal(20_000, first.Count);
        Assert.Equal(first, SourceRows.Texts(new SyntheticDataSource(Options), "x0", "y0", "y1"));
        var other = new SyntheticDataSource(Options with { Seed = 8 });
        Assert.Empty(first.Intersect(SourceRows.Texts(other, "x0", "y0", "y1")));
        Assert.NotEqual(source.Fingerprint(default), other.Fingerprint(default));
    }

    [Fact]
    public void Every_option_is_in_the_fingerprint()
    {
        SyntheticDataSourceOptions[] all =
        [
            Options, Options with { Rows = 3 }, Options with { Dimensions = 9 }, Options with { Tasks = 3 }, Options with { Correlation = 0.1 },
            Options with { Scale = 2 }, Options with { Sines = 4 }, Options with { Noise = 0.3 }, Options with { LabelScales = [1, 2] },
        ];
        Assert.Equal(all.Length, all.Select(options => new SyntheticDataSource(options).Fingerprint(default)).Distinct().Count());
    }

    private static double[][] Numbers(SyntheticDataSourceOptions options, params string[] names)
    {
        List<double>[] found = [.. names.Select(_ => new List<double>())];
        foreach (TableChunk chunk in new SyntheticDataSource(options).Read([.. names.Select(name => new ColumnRequest(name, ColumnForm.Number))], default))
        {
            for (int column = 0; column < names.Length; column++)
            {
                found[column].AddRange(((NumberColumn)chunk.Columns[column]).Values.Span[..chunk.RowCount]);
            }
        }

        return [.. found.Select(column => column.ToArray())];
    }

    private static double Product(IEnumerable<double> first, IEnumerable<double> second) => first.Zip(second, (left, right) => left * right).Sum();

    private static double Correlation(double[] first, double[] second)
    {
        (double ofFirst, double ofSecond) = (first.Average(), second.Average());
        double[] left = [.. first.Select(value => value - ofFirst)];
        double[] right = [.. second.Select(value => value - ofSecond)];
        return Product(left, right) / Math.Sqrt(Product(left, left) * Product(right, right));
    }
}
