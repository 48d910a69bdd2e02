using MmoePipeline.Data.Splits;
using MmoePipeline.Plugins.Splits.Time;
using MmoePipeline.Plugins.Times;

namespace MmoePipeline.Plugins.Tests.Splits;

public sealed class TimeSplitTests
{
    [Fact]
    public void Limits_are_the_first_times_of_their_split()
    {
        AssignedRows rows = AssignedRows.Of(
            Split("2022-05-05", "2022-05-07"), "2022-05-04 23:59:59", "2022-05-05", "2022-05-06T12:00", "2022-05-06 23:59:59.999", "2022-05-07 00:00:00", "2023-01-01");
        Assert.Equal("tvvvee", rows.Letters);
        Assert.Equal("2022-05-05 to 2022-05-06 23:59:59.999", rows.Assigner.Describe(DataSplit.Validation));
    }

    /// <summary>08:30 at +08:00 is 00:30 UTC.</summary>
    [Theory]
    [InlineData("2022-05-05 08:30:00+08:00", "v")]
    [InlineData("2022-05-05 08:30:00+08", "v")]
    [InlineData("2022-05-05T00:30:00Z", "v")]
    [InlineData("2022-05-05 07:30:00+08:00", "t")]
    public void Offsets_count(string time, string split) => Assert.Equal(split, AssignedRows.Of(Split("2022-05-05", "2022-05-07"), time).Letters);

    /// <summary>With a gap of a day, rows of the day before each limit are left out.</summary>
    [Fact]
    public void Rows_in_a_gap_are_left_out()
    {
        TimeSplit split = new(new() { Column = "t", Validation = "2022-05-05", Test = "2022-05-07", Gap = TimeSpan.FromDays(1) });
        Assert.Equal("t-v-e", AssignedRows.Of(split, "2022-05-03 23:59", "2022-05-04", "2022-05-05", "2022-05-06", "2022-05-07").Letters);
    }

    /// <summary>2022-05-05 00:00 UTC is 1,651,708,800 seconds after 1970.</summary>
    [Theory]
    [InlineData(TimeUnit.Seconds, 1_651_708_800)]
    [InlineData(TimeUnit.Milliseconds, 1_651_708_800_000)]
    [InlineData(TimeUnit.Microseconds, 1_651_708_800_000_000)]
    public void Numbers_have_a_unit(TimeUnit unit, double limit)
    {
        TimeSplit split = new(new() { Column = "t", Unit = unit, Validation = "2022-05-05", Test = "2022-05-06" });
        double day = 86_400 * (limit / 1_651_708_800);
        Assert.Equal("tvve", AssignedRows.Of(split, limit - 1, limit, limit + day - 1, limit + day).Letters);
        Assert.Equal("tv", AssignedRows.Of(split, $"{limit - 1:R}", $"{limit:R}").Letters);
    }

    [Fact]
    public void Numbers_without_a_unit_have_an_order()
    {
        AssignedRows rows = AssignedRows.Of(Split("20220505", "20220507"), 20220430, 20220505, 20220506, 20220507);
        Assert.Equal("tvve", rows.Letters);
        Assert.Equal("20220505 to 20220506", rows.Assigner.Describe(DataSplit.Validation));
    }

    /// <summary>Ten rows out of order; the oldest seven are for training, the next for validation, the latest two for the test.</summary>
    [Fact]
    public void Shares_are_of_the_rows_in_the_order_of_time()
    {
        Assert.Equal("eetttttttv", AssignedRows.Of(Split("10%", "20%"), 9, 10, 1, 2, 3, 4, 5, 6, 7, 8).Letters);
        Assert.Equal("tttttttvee", AssignedRows.Of(Split("10%", "20%"), [.. Enumerable.Range(1, 10).Select(day => $"2022-05-{day:00}")]).Letters);
    }

    /// <summary>The 8th and 9th row in the order of time are of one time: both are in the later split.</summary>
    [Fact]
    public void Rows_of_one_time_stay_together() =>
        Assert.Equal("ttttttteee", AssignedRows.Of(Split("10%", "20%"), 1, 2, 3, 4, 5, 6, 7, 8, 8, 8).Letters.Replace('v', 'e'));

    [Fact]
    public void What_is_not_a_time_is_reported()
    {
        AssignedRows rows = AssignedRows.Of(Split("2022-05-05", "2022-05-07"), "2022-05-06", null, "yesterday", "", "1651708800");
        Assert.Equal("v????", rows.Letters);
        Assert.Equal(["MMOE2501 1 t", "MMOE2502 2 t", "MMOE2501 3 t", "MMOE2502 4 t"], rows.Faults);
        Assert.Equal(["MMOE2502 0 t"], AssignedRows.Of(Split("20220505", "20220507"), "2022-05-06").Faults);
    }

    [Fact]
    public void An_empty_split_comes_with_the_period_of_the_table()
    {
        AssignedRows rows = AssignedRows.Of(Split("2032-05-05", "2032-05-07"), "2022-05-04", "2022-05-06 10:30");
        Assert.Null(rows.Assigner.Describe(DataSplit.Test));
        Assert.Contains("2022-05-04 to 2022-05-06 10:30:00", rows.Assigner.WhyEmpty(DataSplit.Test), StringComparison.Ordinal);
    }

    private static TimeSplit Split(string validation, string test) => new(new() { Column = "t", Validation = validation, Test = test });
}
