using MmoePipeline.Data;
using MmoePipeline.Plugins.DataSources.Draws;
using MmoePipeline.Plugins.DataSources.Funnel;

namespace MmoePipeline.Plugins.Tests.DataSources;

public sealed class FunnelDataSourceTests
{
    private static readonly FunnelDataSourceOptions Options = new() { Rows = 40_000, ClickRate = 0.2, ConversionRate = 0.15, Seed = 3 };

    /// <summary>The binomial deviation of the first rate is 0.002, of the second 0.004.</summary>
    [Fact]
    public void Rates_are_those_of_the_options()
    {
        FunnelRow[] rows = Rows(Options);
        double clicks = rows.Count(row => row.Click);
        Assert.Equal(0.2, clicks / rows.Length, 0.008);
        Assert.Equal(0.15, rows.Count(row => row.Conversion) / clicks, 0.016);
        Assert.DoesNotContain(rows, row => row.Conversion && !row.Click);
    }

    /// <summary>Among rows of about one probability, as many are clicked as it says.</summary>
    [Fact]
    public void Labels_follow_the_probabilities()
    {
        FunnelRow[] rows = Rows(Options);
        foreach (IGrouping<int, FunnelRow> group in rows.GroupBy(row => (int)(row.ClickProbability * 5)).Where(group => group.Count() > 500))
        {
            double mean = group.Average(row => row.ClickProbability);
            double deviation = Math.Sqrt(mean * (1 - mean) / group.Count());
            Assert.Equal(mean, group.Average(row => row.Click ? 1.0 : 0), 4 * deviation);
        }

        FunnelRow[] clicked = [.. rows.Where(row => row.Click)];
        double expected = clicked.Average(row => row.ConversionProbability);
        Assert.Equal(expected, clicked.Average(row => row.Conversion ? 1.0 : 0), 4 * Math.Sqrt(expected / clicked.Length));
    }

    /// <summary>The terms of the model that differ between two rows of one user and item are those of device and hour.</summary>
    [Fact]
    public void Logits_differ_by_device_and_hour_as_documented()
    {
        FunnelRow[] rows = Rows(Options with { Users = 1, Items = 1 })[..500];
        double Own(FunnelRow row) => Math.Log(row.ClickProbability / (1 - row.ClickProbability))
            - (row.Device == 0 ? 0.3 : 0) - (0.3 * Math.Sin(Math.PI * row.Hour / 12));
        double OwnOfConversion(FunnelRow row) =>
            Math.Log(row.ConversionProbability / (1 - row.ConversionProbability)) - (row.Device == 2 ? 0.4 : 0);
        Assert.All(rows, row => Assert.Equal(Own(rows[0]), Own(row), 1e-9));
        Assert.All(rows, row => Assert.Equal(OwnOfConversion(rows[0]), OwnOfConversion(row), 1e-9));
        Assert.Equal(24, rows.Select(row => row.Hour).Distinct().Count());
        Assert.Equal(3, rows.Select(row => row.Device).Distinct().Count());
    }

    [Fact]
    public void Draws_are_uniform_and_normal()
    {
        var draws = new HashedDraws(5);
        double[] uniform = [.. Enumerable.Range(0, 20_000).Select(index => draws.Uniform("a", index))];
        double[] normal = [.. Enumerable.Range(0, 20_000).Select(index => draws.Normal("a", index))];
        Assert.All(uniform, value => Assert.InRange(value, 0, 1));
        Assert.Equal(0.5, uniform.Average(), 0.01);
        Assert.Equal(1.0 / 12, uniform.Average(value => Math.Pow(value - 0.5, 2)), 0.003);
        Assert.Equal(0, normal.Average(), 0.03);
        Assert.Equal(1, normal.Average(value => value * value), 0.05);
        Assert.Equal(3, normal.Average(value => Math.Pow(value, 4)), 0.3);
    }

    [Fact]
    public void The_table_is_the_models_rows_in_chunks_and_the_same_each_time()
    {
        var source = new FunnelDataSource(Options);
        FunnelRow[] rows = Rows(Options);
        ColumnRequest[] columns =
        [
            new("conversion", ColumnForm.Text), new("user", ColumnForm.Text), new("price", ColumnForm.Number), new("hour", ColumnForm.Number),
        ];
        for (int reading = 0; reading < 2; reading++)
        {
            long next = 0;
            foreach (TableChunk chunk in source.Read(columns, default))
            {
                Assert.Equal(next, chunk.FirstRow);
                for (int row = 0; row < chunk.RowCount; row++, next++)
                {
                    Assert.Equal(rows[next].Conversion ? "1" : "0", Text(chunk.Columns[0], row));
                    Assert.Equal($"u{rows[next].User}", Text(chunk.Columns[1], row));
                    Assert.Equal(rows[next].Price, ((NumberColumn)chunk.Columns[2]).Values.Span[row]);
                    Assert.Equal(rows[next].Hour, ((NumberColumn)chunk.Columns[3]).Values.Span[row]);
                }
            }

            Assert.Equal(Options.Rows, next);
        }
    }

    [Fact]
    public void Another_seed_gives_other_rows_and_another_fingerprint()
    {
        FunnelDataSourceOptions other = Options with { Seed = 4 };
        Assert.NotEqual(Rows(Options)[..100], Rows(other)[..100]);
        Assert.NotEqual(new FunnelDataSource(Options).Fingerprint(default), new FunnelDataSource(other).Fingerprint(default));
    }

    private static FunnelRow[] Rows(FunnelDataSourceOptions options)
    {
        var model = new FunnelModel(options);
        return [.. Enumerable.Range(0, (int)options.Rows).Select(row => model.Row(row))];
    }

    private static string Text(TableColumn column, int row)
    {
        var coded = (CodedTextColumn)column;
        return coded.Texts[coded.Codes.Span[row]];
    }
}
