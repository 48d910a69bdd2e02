using System.Globalization;
using MmoePipeline.Engine.Data.Encoding;
using MmoePipeline.Engine.Data.Leaks;
using MmoePipeline.Plugins.Tasks;
using MmoePipeline.Plugins.Tasks.Binary;
using MmoePipeline.Runs.Options.Data;
using MmoePipeline.Tasks;

namespace MmoePipeline.Host.Tests.Data;

/// <summary>Of 400 rows, every fourth is for validation and every fourth for the test; every second group of four is positive.</summary>
public sealed class LeakSearchTests
{
    private const int Rows = 400;

    private static readonly Random Draws = new(7);

    private static readonly double[] Noise = [.. Enumerable.Range(0, Rows).Select(_ => Draws.NextDouble())];

    [Fact]
    public void A_number_that_follows_from_the_label_is_found_in_either_direction()
    {
        Assert.Equal(["MMOE2601 data.features.numeric.0"], Find(price: row => Label(row) + (0.1 * Noise[row])));
        Assert.Equal(["MMOE2601 data.features.numeric.0"], Find(price: row => 2 - Label(row) + (0.1 * Noise[row])));
    }

    [Fact]
    public void A_category_that_follows_from_the_label_is_found() =>
        Assert.Equal(["MMOE2601 data.features.categorical.0"], Find(colour: row => Label(row) == 1 ? $"a{row % 3}" : $"b{row % 3}"));

    [Fact]
    public void Independent_features_are_not_suspected() => Assert.Empty(Find());

    /// <summary>A number of its own for each row: the means of training rows say nothing of validation rows.</summary>
    [Fact]
    public void Identifiers_are_not_suspected() => Assert.Empty(Find(colour: row => $"id-{row}"));

    /// <summary>
    /// By hand: of 50 positive and 50 negative validation rows, 48 positives are 3, 2 are 1, all negatives are 2: the area is 48 / 50 = 0.96; with
    /// 47 it is 0.94.
    /// </summary>
    [Theory]
    [InlineData(48, true)]
    [InlineData(47, false)]
    public void The_limit_is_095(int above, bool isFound)
    {
        int[] rank = new int[Rows];
        int positives = 0;
        for (int row = 2; row < Rows; row += 4)
        {
            rank[row] = Label(row) == 1 ? positives++ : 0;
        }

        Assert.Equal(isFound, Find(price: row => row % 4 != 2 ? 1 + (row % 2) : Label(row) == 0 ? 2 : rank[row] < above ? 3 : 1).Length == 1);
    }

    /// <summary>Nine positive validation rows are too few to suspect a feature.</summary>
    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    public void Few_rows_of_a_class_say_nothing(int positives, bool isFound)
    {
        int Rare(int row) => row % 4 == 2 ? (row / 4 < positives ? 1 : 0) : Label(row);
        string?[][] rows = [.. Enumerable.Range(0, Rows).Select(row => Row($"c{row % 2}", Rare(row) + (0.1 * Noise[row]), Rare(row)))];
        Assert.Equal(isFound, Codes(rows, Tables.Tasks).Length == 1);
    }

    [Fact]
    public void A_weight_among_the_features_is_found()
    {
        ITask task = new BinaryTask(new BinaryTaskOptions
        {
            Name = "buys",
            Label = "buy",
            Positive = "yes",
            Rows = new TaskRowsOptions { Weight = "price" },
        });
        Assert.Equal(["MMOE2602 tasks.0.weight"], Codes(TableRows(_ => "c", row => 1 + Noise[row]), [task]));
    }

    /// <summary>Half of the test rows are copies of training rows, which are all different.</summary>
    [Fact]
    public void Copies_of_training_rows_in_the_test_are_found()
    {
        string?[][] rows = TableRows(row => $"c{row % 2}", row => 1 + Noise[row]);
        for (int row = 3; row < Rows; row += 8)
        {
            rows[row] = rows[row - 3];
        }

        Assert.Equal(["MMOE2603 data.split"], Codes(rows, Tables.Tasks));
    }

    /// <summary>With two categories and no number, each row has many equals, in whichever split.</summary>
    [Fact]
    public void Rows_that_repeat_by_themselves_are_no_copies() => Assert.Empty(Find(price: _ => 1));

    [Fact]
    public void Rows_are_spread_evenly()
    {
        Assert.Equal([0, 1, 2], SpreadRows.Of(3, 5));
        Assert.Equal([0, 2, 5, 7], SpreadRows.Of(10, 4));
    }

    private static int Label(int row) => row / 4 % 2;

    private static string?[] Row(string colour, double price, int label) =>
        [colour, price.ToString("R", CultureInfo.InvariantCulture), label == 1 ? "yes" : "no"];

    private static string?[][] TableRows(Func<int, string> colour, Func<int, double> price) =>
        [.. Enumerable.Range(0, Rows).Select(row => Row(colour(row), price(row), Label(row)))];

    private static string[] Find(Func<int, string>? colour = null, Func<int, double>? price = null) =>
        Codes(TableRows(colour ?? (row => $"c{(int)(5 * Noise[(row * 7) % Rows])}"), price ?? (row => 1 + Noise[row])), Tables.Tasks);

    private static string[] Codes(string?[][] rows, ImmutableArray<ITask> tasks)
    {
        using EncodedTable table = TableEncoder.Encode(
            Tables.Source(rows), Tables.Features with { NumericScale = NumericScale.Linear }, Tables.Split, new(), tasks, default);
        return [.. LeakSearch.Find(table, tasks, default).Select(problem => $"{problem.Code} {problem.Place}")];
    }
}
