using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using MmoePipeline.Data.Splits;
using MmoePipeline.Engine.Data.Encoding;
using MmoePipeline.Events;
using MmoePipeline.Plugins.Splits.Modulo;
using MmoePipeline.Runs.Options.Data;

namespace MmoePipeline.Host.Tests.DataFaults;

public sealed class BadRowTests : IDisposable
{
    private static readonly BadRowOptions Skip = new() { Policy = BadRowPolicy.Skip, Limit = 1 };
    private static readonly BadRowOptions Quarantine = new() { Policy = BadRowPolicy.Quarantine, Limit = 1 };

    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-bad-rows").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Rows 1 and 5 are bad: the others are where they would be without them, and "mauve" is in no vocabulary.</summary>
    [Fact]
    public void Rows_that_are_left_out_move_no_other_row_to_another_part()
    {
        using EncodedTable table = Encode(Skip, Marred());
        Assert.Equal(["red"], table.Encoding.Categorical[0].Values.AsEnumerable());
        Assert.Equal([1, 1], Tables.Codes(table.Training));
        Assert.Equal([1f, 0f], table.Training.Targets[0].Values.ToArray());
        Assert.Equal([1f, 0f], table.Validation.Targets[0].Values.ToArray());
        Assert.Equal([0f, 1f], table.Test.Targets[0].Values.ToArray());

        // The mean of log(1 + x) over the training rows 0 and 4: (0 + 4) log(2) / 2.
        Assert.Equal(2 * Math.Log(2), table.Encoding.Numeric[0].Mean, 1e-12);
        Assert.Equal((8, 2), (table.Faults.Rows, table.Faults.BadRows));
    }

    [Fact]
    public void A_row_counts_once_and_for_each_column_that_is_wrong()
    {
        using EncodedTable table = Encode(Skip, Tables.Source([.. Rows(), ["red", "x", null], ["red", "-1", "no"]]));
        Assert.Equal(2, table.Faults.BadRows);
        Assert.Equal([new RejectedRowCount("price", 2), new RejectedRowCount("buy", 1)], table.Faults.Columns.AsEnumerable());
    }

    [Fact]
    public void Quarantined_rows_are_kept_with_place_reason_and_cells()
    {
        using EncodedTable table = Encode(Quarantine, Marred());
        JsonElement[] lines = Lines(table);
        Assert.Equal(2, lines.Length);
        Assert.Equal(1, lines[0].GetProperty("row").GetInt64());
        Assert.Equal("rows.csv:2", lines[0].GetProperty("place").GetString());
        JsonElement problem = lines[0].GetProperty("problems").EnumerateArray().Single();
        Assert.Equal("price", problem.GetProperty("column").GetString());
        Assert.Equal("MMOE2410", problem.GetProperty("code").GetString());
        Assert.Contains("'cheap'", problem.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            """{"colour":"mauve","price":"cheap","buy":"no"}""", lines[0].GetProperty("cells").GetRawText());
        Assert.Equal(5, lines[1].GetProperty("row").GetInt64());
    }

    [Fact]
    public void Values_of_any_length_are_kept_short()
    {
        using EncodedTable table = Encode(Quarantine, Tables.Source([.. Rows(), ["red", new string('9', 5000) + "x", "no"]]));
        JsonElement line = Lines(table).Single();
        Assert.Equal(1000, line.GetProperty("cells").GetProperty("price").GetString()!.Length);
        Assert.Contains("(5,001 characters)", line.GetRawText(), StringComparison.Ordinal);
        Assert.True(line.GetRawText().Length < 2000);
    }

    [Theory]
    [InlineData(0.25, false)]
    [InlineData(0.24, true)]
    [InlineData(0, true)]
    public void A_share_above_the_limit_is_told_with_the_first_rows(double limit, bool isRefused)
    {
        BadRowOptions options = Skip with { Limit = limit };
        if (!isRefused)
        {
            Encode(options, Marred()).Dispose();
            return;
        }

        BadInputException exception = Assert.Throws<BadInputException>(() => Encode(options, Marred()));
        ProblemAssert.Equal(exception.Problems, "MMOE2409 data.onBadRow.limit", "MMOE2410 rows.csv:2", "MMOE2417 rows.csv:6");
        Assert.Contains("2 of 8 rows", exception.Problems[0].Message, StringComparison.Ordinal);
        Assert.Contains("25.00 %", exception.Problems[0].Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void Without_a_policy_bad_rows_are_told_and_nothing_is_left()
    {
        BadInputException exception = Assert.Throws<BadInputException>(() => Encode(new(), Marred()));
        ProblemAssert.Equal(exception.Problems, "MMOE2410 rows.csv:2", "MMOE2417 rows.csv:6");
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    /// <summary>Rows of remainder 3 have no use here; one of them is bad.</summary>
    [Fact]
    public void Rows_without_a_use_are_not_looked_at()
    {
        ISplit split = new ModuloSplit(Tables.SplitOptions with { Validation = "1", Train = "0", Test = "2" });
        string?[][] rows = Rows();
        rows[3] = ["red", "cheap", null];
        using EncodedTable table = Encode(new(), Tables.Source(rows), split);
        Assert.Equal((6, 0), (table.Faults.Rows, table.Faults.BadRows));
    }

    [Fact]
    public void A_part_that_has_only_bad_rows_is_told()
    {
        string?[][] rows = Rows();
        rows[2][1] = rows[6][1] = "cheap";
        BadInputException exception = Assert.Throws<BadInputException>(() => Encode(Skip, Tables.Source(rows)));
        ProblemAssert.Equal(exception.Problems, "MMOE2403 data.split.validation");
    }

    [Fact]
    public void A_cached_table_has_the_same_faults_and_the_same_limit()
    {
        SourceOfRows source = Marred();
        var options = new DataOptions
        {
            Source = Tables.Slot(source),
            Split = Tables.SplitSlot(),
            Features = Tables.Features,
            OnBadRow = Quarantine,
            Cache = _folder,
        };
        string[] kept = [.. Enumerable.Range(0, 2).Select(_ =>
        {
            using EncodedTable table = Load(source, options);
            return $"{table.Faults.BadRows}/{table.Faults.Rows} {string.Join(',', table.Faults.Columns)} {string.Join('\n', Lines(table))}";
        })];
        Assert.Equal(1, source.Readings);
        Assert.Equal(kept[0], kept[1]);
        Assert.StartsWith("2/8 ", kept[0], StringComparison.Ordinal);
        Assert.Throws<BadInputException>(() => Load(source, options with { OnBadRow = Quarantine with { Limit = 0.2 } }));
        Assert.Equal(1, source.Readings);
        Assert.Throws<BadInputException>(() => Load(source, options with { OnBadRow = new() }));
        Assert.Equal(2, source.Readings);
    }

    /// <summary>Any rows of a table bad, over more than one block of the temporary file: what is left is what was good.</summary>
    [Fact]
    public void What_is_left_are_the_good_rows_in_their_order() => Gen.Select(Gen.Int[8, 40_000], Gen.Int[2, 50], Gen.Int[0, 1000]).Sample(
        (rows, every, phase) =>
        {
            string?[][] all =
            [
                .. Enumerable.Range(0, rows).Select(row => new[] { $"c{row % 7}", IsBad(row) ? "?" : $"{row}", row / 4 % 2 == 0 ? "yes" : "no" }),
            ];
            using EncodedTable table = Encode(Skip, Tables.Source(all));
            int[] training = [.. Enumerable.Range(0, rows).Where(row => row % 4 < 2 && !IsBad(row))];
            ReadOnlySpan<float> prices = table.Training.Numeric[0].Values;
            Assert.Equal(training.Length, prices.Length);
            Assert.Equal(training.Select(row => table.Encoding.Numeric[0].Encode(Math.Log(1 + row))), prices.ToArray());
            Assert.Equal(Enumerable.Range(0, rows).LongCount(IsBad), table.Faults.BadRows);

            // The first rows stay, so that every part has both labels.
            bool IsBad(int row) => row >= 8 && (row + phase) % every == 0;
        },
        iter: 10);

    private static string?[][] Rows() =>
    [
        ["red", "0", "yes"], ["red", "3", "no"], ["red", "1", "yes"], ["red", "7", "no"],
        ["red", "15", "no"], ["red", "1", "yes"], ["red", "0", "no"], ["red", "0", "yes"],
    ];

    private static SourceOfRows Marred()
    {
        string?[][] rows = Rows();
        rows[1] = ["mauve", "cheap", "no"];
        rows[5] = ["red", "1", null];
        return Tables.Source(rows);
    }

    private EncodedTable Encode(BadRowOptions onBadRow, SourceOfRows source, ISplit? split = null) => new(EncodedFile.OpenWritten(
        TableEncoder.EncodeTo(_folder, source, Tables.Features, split ?? Tables.Split, onBadRow, Tables.Tasks, default), isTemporary: true), Tables.Features);

    private static EncodedTable Load(SourceOfRows source, DataOptions options) =>
        EncodedTable.Load(source, options, Tables.Split, Tables.Tasks, NullLogger.Instance, default);

    private JsonElement[] Lines(EncodedTable table)
    {
        string file = Path.Combine(_folder, "quarantine.jsonl");
        table.WriteQuarantine(file);
        JsonElement[] lines = [.. File.ReadAllLines(file).Select(line => JsonElement.Parse(line))];
        File.Delete(file);
        return lines;
    }
}
