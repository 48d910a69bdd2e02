using System.Globalization;
using MmoePipeline.Data;
using MmoePipeline.Engine.Data.Encoding;
using MmoePipeline.Inference.Features;
using MmoePipeline.Inference.Prediction;
using MmoePipeline.Inference.Tables;
using MmoePipeline.Runs.Options.Data;
using TorchSharp;

namespace MmoePipeline.Host.Tests.DataFaults;

/// <summary>Numbers mean the same in training and prediction: constant, far from 0, tiny, at the edges of float32, or missing.</summary>
public sealed class NumberTests
{
    private static readonly FeatureOptions Linear = Tables.Features with { NumericScale = NumericScale.Linear };

    /// <summary>The sum of 700 equal numbers is rounded, so their mean is, too, unless equal numbers are recognised.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_constant_column_has_the_deviation_1_and_is_0_whatever_comes_later(bool isLinear)
    {
        NumericScale scale = isLinear ? NumericScale.Linear : NumericScale.Logarithm;
        foreach (double value in new[] { 14.62, 0.1, 0.3, 0.7, 33.3, 1e6 / 3, 3.3e-5, 19.99, 1e30 })
        {
            using EncodedTable table = Encode(Tables.Features with { NumericScale = scale }, Enumerable.Repeat(value, 1400));
            ColumnScaling scaling = table.Encoding.Numeric[0];
            double read = scale == NumericScale.Linear ? value : Math.Log(1 + value);
            Assert.Equal(new ColumnScaling("price", read, 1, IsConstant: true), scaling);
            Assert.True(table.NumericFeatures[0].IsConstant);
            Assert.All(new[] { table.Training, table.Validation, table.Test }, part => Assert.All(part.Numeric[0].Values.ToArray(), encoded => Assert.Equal(0f, encoded)));

            // One per cent more in a table that is predicted: its weights were never trained.
            using FeatureBuffer buffer = Buffer(table, scale, 2);
            buffer.Add([new TextColumn(new[] { "red", "red" }), new NumberColumn(new[] { value, value * 1.01 })], 0, 2, new ChunkProblems(1));
            Assert.Equal([0f, 0f], buffer.Batch(torch.CPU).Numeric.data<float>().ToArray());
            Assert.Equal("price", buffer.Differences().Single(column => column.Warning is not null).Column);
        }
    }

    /// <summary>0.1 + 0.2 is not 0.3, by a unit in the last place.</summary>
    [Fact]
    public void Numbers_that_differ_by_rounding_only_are_constant()
    {
        using EncodedTable table = Encode(Linear, Enumerable.Range(0, 400).Select(row => row % 8 < 4 ? 0.3 : 0.1 + 0.2));
        Assert.Equal((1.0, true), (table.Encoding.Numeric[0].Deviation, table.Encoding.Numeric[0].IsConstant));
        Assert.All(table.Training.Numeric[0].Values.ToArray(), encoded => Assert.Equal(0f, encoded));
    }

    /// <summary>As many rows of the one value as of the other: their mean is in the middle, their deviation half of the distance.</summary>
    [Theory]
    [InlineData(1e9, 1e9 + 1)]
    [InlineData(1e9, 1e9 + 0.0009765625)]
    [InlineData(-1e15, -1e15 + 2)]
    [InlineData(1e-200, 3e-200)]
    [InlineData(0, 4.94e-324)]
    [InlineData(-3e38, 3e38)]
    public void Mean_and_deviation_hold_for_numbers_of_any_size(double low, double high)
    {
        using EncodedTable table = Encode(Linear, Enumerable.Range(0, 40_000).Select(row => row % 8 < 4 ? low : high));
        ColumnScaling scaling = table.Encoding.Numeric[0];
        Assert.Equal(low == 0, scaling.IsConstant);
        if (low != 0)
        {
            double half = (high - low) / 2;
            Assert.InRange(Math.Abs(scaling.Mean - (low + half)), 0, half * 1e-9);
            Assert.InRange(scaling.Deviation / half, 1 - 1e-12, 1 + 1e-12);
            Assert.Equal(
                Enumerable.Range(0, table.Training.Rows).Select(row => row % 4 < 2 ? -1f : 1f), table.Training.Numeric[0].Values.ToArray().Select(value => MathF.Round(value, 5)));
        }

        Assert.All(table.Training.Numeric[0].Values.ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    /// <summary>Deviation 4e-31: 1e20 is 2e50 deviations away, which float32 can't hold. Row 2 is for validation.</summary>
    [Fact]
    public void A_number_that_is_infinite_once_standardised_is_a_rejected_row()
    {
        SourceOfRows source = Tables.Source([.. Tables.Good8((row, _) => row == 2 ? "1e20" : row % 4 == 0 ? "0" : "1e-30"), .. Tables.Good8((_, _) => "0")]);
        BadInputException exception = Assert.Throws<BadInputException>(
            () => TableEncoder.Encode(source, Linear, Tables.Split, new(), Tables.Tasks, default));
        ProblemAssert.Equal(exception.Problems, "MMOE2414 rows.csv:3");

        var skip = new BadRowOptions { Policy = BadRowPolicy.Skip, Limit = 1 };
        using EncodedTable table = TableEncoder.Encode(source, Linear, Tables.Split, skip, Tables.Tasks, default);
        Assert.Equal((16, 1), (table.Faults.Rows, table.Faults.BadRows));
        Assert.Equal([6, 10, 14], table.Validation.Numbers!.Values.ToArray());
        Assert.Equal(3, table.Validation.Rows);

        using FeatureBuffer buffer = Buffer(table, NumericScale.Linear, 1);
        var problems = new ChunkProblems(5);
        buffer.Add([new TextColumn(new[] { "red" }), new NumberColumn(new[] { 1e20 })], 0, 1, problems);
        RowProblem problem = Assert.Single(problems.Take()).Problem;
        Assert.Equal(("price", "MMOE2414"), (problem.Column, problem.Code));
    }

    /// <summary>In each of the parts, and when rows are predicted; on both scales, though the logarithm of 1e39 is small.</summary>
    [Theory]
    [InlineData("1e39")]
    [InlineData("-1e39")]
    [InlineData("1e300")]
    [InlineData("1.79e308")]
    public void Numbers_beyond_float32_are_rejected_in_all_parts(string number)
    {
        foreach (int row in new[] { 1, 2, 3 })
        {
            foreach (NumericScale scale in Enum.GetValues<NumericScale>())
            {
                FeatureOptions features = Tables.Features with { NumericScale = scale };
                BadInputException exception = Assert.Throws<BadInputException>(() => TableEncoder.Encode(
                    Tables.Source(Tables.Good8((other, price) => other == row ? number : price)), features, Tables.Split, new(), Tables.Tasks, default));
                ProblemAssert.Equal(exception.Problems, $"MMOE2412 rows.csv:{row + 1}");
            }
        }

        using EncodedTable table = Tables.Encode(Tables.Good());
        using FeatureBuffer buffer = Buffer(table, NumericScale.Logarithm, 1);
        var problems = new ChunkProblems(5);
        buffer.Add(
            [new TextColumn(new[] { "red" }), new NumberColumn(new[] { double.Parse(number, CultureInfo.InvariantCulture) })], 0, 1, problems);
        Assert.Single(problems.Take());
    }

    /// <summary>Training rows 0, 1, 4 and 5 have 1, nothing, 3 and 2.</summary>
    [Fact]
    public void A_missing_number_can_be_the_mean()
    {
        FeatureOptions features = Linear with { MissingNumeric = MissingNumeric.Mean };
        string?[] prices = ["1", null, "2", "", "3", "2", null, "2"];
        using EncodedTable table = TableEncoder.Encode(
            Tables.Source(Tables.Good8((row, _) => prices[row])), features, Tables.Split, new(), Tables.Tasks, default);
        float step = (float)(1 / Math.Sqrt(2.0 / 3));
        Assert.Equal([-step, 0, step, 0], table.Training.Numeric[0].Values.ToArray());
        Assert.Equal([0, 0], table.Test.Numeric[0].Values.ToArray());
        Assert.Equal((2, 3), (table.NumericFeatures[0].Mean, table.NumericFeatures[0].MissingRows));

        using var buffer = new FeatureBuffer(
            new EncodingFile(1, NumericScale.Linear, table.Encoding.Categorical, table.Encoding.Numeric) { MissingNumeric = MissingNumeric.Mean }, 2);
        var problems = new ChunkProblems(5);
        buffer.Add([new TextColumn(new[] { "red", "red" }), new NumberColumn(new[] { 3, double.NaN })], 0, 2, problems);
        Assert.Equal([step, 0], buffer.Batch(torch.CPU).Numeric.data<float>().ToArray());
        Assert.True(problems.IsEmpty);
        Assert.Equal(1, buffer.Differences()[1].MissingRows);
    }

    [Fact]
    public void Texts_are_not_missing_and_a_mean_of_nothing_is_refused()
    {
        FeatureOptions features = Linear with { MissingNumeric = MissingNumeric.Mean };
        ProblemAssert.Equal(Problems("oops", "1"), "MMOE2410 rows.csv:1");
        ProblemAssert.Equal(Problems(null, null), "MMOE2406 data.features.numeric");

        ImmutableArray<Problem> Problems(string? first, string? others) => Assert.Throws<BadInputException>(() => TableEncoder.Encode(
            Tables.Source(Tables.Good8((row, _) => row == 0 ? first : others)), features, Tables.Split, new(), Tables.Tasks, default)).Problems;
    }

    private static EncodedTable Encode(FeatureOptions features, IEnumerable<double> prices) => TableEncoder.Encode(
        Tables.Source([.. prices.Select((price, row) => new[] { "red", price.ToString("R", CultureInfo.InvariantCulture), row % 8 < 4 ? "yes" : "no" })]),
        features,
        Tables.Split,
        new(),
        Tables.Tasks,
        default);

    private static FeatureBuffer Buffer(EncodedTable table, NumericScale scale, int batchSize) =>
        new(new EncodingFile(1, scale, table.Encoding.Categorical, table.Encoding.Numeric), batchSize);
}
