using MmoePipeline.Engine.Data.Encoding;
using MmoePipeline.Runs.Options.Data;

namespace MmoePipeline.Host.Tests.DataFaults;

public sealed class RowNumberTests
{
    /// <summary>Of rows 0 to 15, 1, 3, 6 and 11 are left out; of four rows, two are for training, one for validation, one for the test.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Rows_keep_their_numbers_in_the_table_when_others_are_left_out(bool isSkipped)
    {
        BadRowPolicy policy = isSkipped ? BadRowPolicy.Skip : BadRowPolicy.Quarantine;
        SourceOfRows source = Tables.Source([.. Enumerable.Range(0, 16).Select(row => new[]
        {
            "red", row is 1 or 3 or 6 or 11 ? "oops" : $"{row}", row < 8 ? "yes" : "no",
        })]);
        using EncodedTable table = TableEncoder.Encode(
            source, Tables.Features with { NumericScale = NumericScale.Linear }, Tables.Split, new() { Policy = policy, Limit = 1 }, Tables.Tasks, default);
        Assert.Equal([0, 4, 5, 8, 9, 12, 13], table.Training.Numbers!.Values.ToArray());
        Assert.Equal([2, 10, 14], table.Validation.Numbers!.Values.ToArray());
        Assert.Equal([7, 15], table.Test.Numbers!.Values.ToArray());

        // Each number is that of its row: the price is the number, standardised.
        Assert.All(new[] { table.Training, table.Validation, table.Test }, part => Assert.Equal(
            part.Numbers!.Values.ToArray().Select(number => table.Encoding.Numeric[0].Encode(number)), part.Numeric[0].Values.ToArray()));
    }

    /// <summary>More rows than a block of the temporary file holds.</summary>
    [Fact]
    public void Numbers_are_right_over_many_blocks()
    {
        using EncodedTable table = TableEncoder.Encode(
            Tables.Source([.. Enumerable.Range(0, 40_000).Select(row => new[] { "red", row % 1000 == 17 ? "?" : "1", row / 4 % 2 == 0 ? "yes" : "no" })]),
            Tables.Features,
            Tables.Split,
            new() { Policy = BadRowPolicy.Skip },
            Tables.Tasks,
            default);
        Assert.Equal(
            Enumerable.Range(0, 40_000).Where(row => row % 4 < 2 && row % 1000 != 17).Select(row => (long)row), table.Training.Numbers!.Values.ToArray());
    }
}
