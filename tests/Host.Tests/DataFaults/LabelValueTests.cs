using MmoePipeline.Data;
using MmoePipeline.Engine.Data.Columns;
using MmoePipeline.Engine.Data.Encoding;
using MmoePipeline.Inference.Tables;
using MmoePipeline.Plugins.Tasks.Binary;
using MmoePipeline.Runs.Options.Data;
using MmoePipeline.Tasks;

namespace MmoePipeline.Host.Tests.DataFaults;

/// <summary>A label's third value is refused or a rejected row, in whatever split it is.</summary>
public sealed class LabelValueTests
{
    private static readonly BinaryTaskOptions Options = new() { Name = "buys", Label = "buy", Positive = "1" };

    /// <summary>Row 2 is for validation, row 3 for the test.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_third_value_is_refused_with_the_numbers_of_rows(int row)
    {
        ImmutableArray<Problem> problems = Problems(Options with { Others = OtherLabels.Refuse }, new(), row, "nan");
        ProblemAssert.Equal(problems, "MMOE2407 tasks.0 (buys)");
        Assert.Contains("'0' in 8 rows, 'nan' in 1 row", problems[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void With_negative_labels_it_is_a_rejected_row(int row)
    {
        BinaryTaskOptions options = Options with { Negative = ["0"] };
        ProblemAssert.Equal(Problems(options, new(), row, "nan"), $"MMOE2417 rows.csv:{row + 1}");

        using EncodedTable table = Encode(options, new() { Policy = BadRowPolicy.Skip, Limit = 1 }, row, "nan");
        Assert.Equal(1, table.Faults.BadRows);
        Assert.Equal(15, table.Training.Rows + table.Validation.Rows + table.Test.Rows);
    }

    /// <summary>Whatever split it is in, and from the cache, too.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void By_default_it_is_reported_with_the_numbers_of_rows(int row)
    {
        var task = new BinaryTask(Options);
        using EncodedTable table = Encode(Options, new(), row, "maybe");
        string remark = Assert.Single(table.LabelRemarksOf([task]));
        Assert.StartsWith("tasks.0 (buys): buy: ", remark, StringComparison.Ordinal);
        Assert.Contains("'maybe' in 1 row;", remark, StringComparison.Ordinal);
    }

    [Fact]
    public void One_value_against_all_others_has_no_remark()
    {
        using EncodedTable table = Encode(Options with { Others = OtherLabels.Negative }, new(), 2, "maybe");
        Assert.Equal([0f, 0f, 1f, 0f], table.Validation.Targets[0].Values.ToArray());
        Assert.Empty(table.LabelRemarksOf([new BinaryTask(Options)]));
    }

    /// <summary>Row 2 has a bad price, too: its label is none that the run would use.</summary>
    [Fact]
    public void Labels_of_rows_that_are_left_out_do_not_count()
    {
        string?[][] rows = Rows(2, "nan");
        rows[2][1] = "oops";
        using EncodedTable table = Encode(Options, new() { Policy = BadRowPolicy.Skip, Limit = 1 }, rows);
        Assert.Equal(1, table.Faults.BadRows);
    }

    /// <summary>More labels than are remembered: what comes later is still found.</summary>
    [Fact]
    public void Labels_are_counted_after_very_many_of_them()
    {
        var labels = new LabelColumn(new BinaryTask(Options));
        string[] values = [.. Enumerable.Range(0, 300_000).Select(row => $"n{row}"), "1"];
        for (int first = 0; first < values.Length; first += 100_000)
        {
            string[] chunk = values[first..Math.Min(values.Length, first + 100_000)];
            labels.Add(new TextColumn(chunk), [.. Enumerable.Range(0, chunk.Length)], new float[chunk.Length], new ChunkProblems(1));
            labels.Count(chunk.Length, null);
        }

        ImmutableArray<LabelCount> counts = labels.Counts();
        Assert.Equal(1000, counts.Length);
        Assert.All(counts, count => Assert.Equal(1, count.Rows));
    }

    private static string?[][] Rows(int row, string label) =>
        [.. Enumerable.Range(0, 16).Select(index => new[] { "red", "1", index == row ? label : index / 4 % 2 == 0 ? "1" : "0" })];

    private static ImmutableArray<Problem> Problems(BinaryTaskOptions options, BadRowOptions onBadRow, int row, string label) =>
        Assert.Throws<BadInputException>(() => Encode(options, onBadRow, row, label)).Problems;

    private static EncodedTable Encode(BinaryTaskOptions options, BadRowOptions onBadRow, int row, string label) =>
        Encode(options, onBadRow, Rows(row, label));

    private static EncodedTable Encode(BinaryTaskOptions options, BadRowOptions onBadRow, string?[][] rows) => TableEncoder.Encode(
        Tables.Source(rows), Tables.Features, Tables.Split, onBadRow, [new BinaryTask(options)], default);
}
