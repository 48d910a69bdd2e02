using MmoePipeline.Plugins.Splits.Column;
using MmoePipeline.Plugins.Splits.Modulo;

namespace MmoePipeline.Plugins.Tests.Splits;

/// <summary>Splits by a column's values, and by row numbers.</summary>
public sealed class ColumnSplitTests
{
    [Fact]
    public void Values_name_the_splits() => Assert.Equal(
        "tvevt",
        AssignedRows.Of(
            new ColumnSplit(new() { Column = "part", Train = ["a", "b"], Validation = ["c"], Test = ["d"] }), "a", "c", "d", "c", "b").Letters);

    [Fact]
    public void Other_values_are_reported_or_left_out()
    {
        AssignedRows refused = AssignedRows.Of(new ColumnSplit(new() { Column = "part" }), "train", "Train", null);
        Assert.Equal(("t??", "MMOE2503 1 part, MMOE2503 2 part"), (refused.Letters, string.Join(", ", refused.Faults)));
        AssignedRows left = AssignedRows.Of(new ColumnSplit(new() { Column = "part", Others = OtherValues.LeaveOut }), "train", "Train", null, "test");
        Assert.Equal(("t--e", ""), (left.Letters, string.Join(", ", left.Faults)));
    }

    [Fact]
    public void Remainders_of_row_numbers_name_the_splits()
    {
        ModuloSplit split = new(new() { Modulus = 5, Train = "0-1", Validation = "2", Test = "4" });
        Assert.Equal("ttv-ettv-ett", AssignedRows.Of(split, 12, 5).Letters);
        Assert.Equal("ttv-ettv-ett", AssignedRows.Of(split, 12, 7).Letters);
        Assert.Equal([], split.Columns);
    }
}
