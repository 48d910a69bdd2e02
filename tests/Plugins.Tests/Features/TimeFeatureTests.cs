using System.Text.Json;
using CsCheck;
using MmoePipeline.Features;
using MmoePipeline.Plugins.Features;
using MmoePipeline.Plugins.Features.Time;
using MmoePipeline.Plugins.Times;

namespace MmoePipeline.Plugins.Tests.Features;

public sealed class TimeFeatureTests
{
    private static readonly ImmutableArray<TimePart> All =
        [TimePart.Hour, TimePart.Weekday, TimePart.Month, TimePart.DayOfYear, TimePart.DayOfMonth, TimePart.MinuteOfDay];

    /// <summary>2024-02-29 was a Thursday, the 60th day of its year. 18:45 is minute 1125.</summary>
    [Fact]
    public void Parts_are_codes_of_tables_of_their_own()
    {
        TimeFeature feature = new(new() { Column = "seen", Parts = All, As = TimeEncoding.Categories, Missing = MissingInput.Zeros });
        FeatureRows rows = FeatureRows.Texts(["2024-02-29 18:45:10", "2024-12-31T23:59", null, "2023-01-01"]);
        Assert.Empty(rows.Faults(feature));
        int[][] codes = rows.Codes(feature.CreateEncoder(rows.Learn(feature)));
        Assert.Equal([19, 4, 2, 60, 29, 1126], codes.Select(column => column[0]));
        Assert.Equal([24, 2, 12, 366, 31, 1440], codes.Select(column => column[1]));
        Assert.Equal([0, 0, 0, 0, 0, 0], codes.Select(column => column[2]));
        Assert.Equal([1, 7, 1, 1, 1, 1], codes.Select(column => column[3]));
        Assert.Equal(
            [("seen.hour", 25), ("seen.weekday", 8), ("seen.month", 13), ("seen.day-of-year", 367), ("seen.day-of-month", 32), ("seen.minute-of-day", 1441)],
            feature.Tables.Select(table => (table.Name, ((TableRows.Numbered)table.Rows).Count)));
    }

    /// <summary>6 o'clock is a quarter of the circle: (1, 0). Thursday is 3 of 7, October 9 of 12, which is three quarters: (-1, 0).</summary>
    [Fact]
    public void Parts_are_points_on_a_circle()
    {
        TimeFeature feature = new(new() { Column = "seen", Parts = [TimePart.Hour, TimePart.Weekday, TimePart.Month], Missing = MissingInput.Zeros });
        FeatureRows rows = FeatureRows.Texts(["2024-10-10 06:59", ""]);
        float[][] values = rows.Values(feature.CreateEncoder(rows.Learn(feature)));
        double[] expected = [1, 0, Math.Sin(6 * Math.PI / 7), Math.Cos(6 * Math.PI / 7), -1, 0];
        Assert.All(expected.Zip(values), pair => Assert.Equal(pair.First, pair.Second[0], 1e-6));
        Assert.All(values, column => Assert.Equal(0, column[1]));
        Assert.Empty(feature.Tables);
    }

    [Theory]
    [InlineData("HHmm", "1230", 13, 751)]
    [InlineData("HHmm", "5", 1, 6)]
    [InlineData("HHmm", "0", 1, 1)]
    [InlineData("HHmm", "930", 10, 571)]
    [InlineData("H:mm", "9:30", 10, 571)]
    [InlineData("yyyyMMddHHmm", "202205052359", 24, 1440)]
    public void Texts_of_a_format_without_leading_zeros_are_read(string format, string text, int hour, int minute)
    {
        TimeFeature feature = new(new() { Column = "hourmin", Format = format, Parts = [TimePart.Hour, TimePart.MinuteOfDay], As = TimeEncoding.Categories });
        FeatureRows rows = FeatureRows.Texts([text]);
        Assert.Empty(rows.Faults(feature));
        Assert.Equal([hour, minute], rows.Codes(feature.CreateEncoder(rows.Learn(feature))).Select(column => column[0]));
    }

    /// <summary>A column of numbers, as a Parquet file has it. 5 May 2022 was a Thursday.</summary>
    [Fact]
    public void Numbers_can_be_of_a_format()
    {
        TimeFeature feature = new(new() { Column = "date", Format = "yyyyMMdd", Parts = [TimePart.Weekday], As = TimeEncoding.Categories });
        FeatureRows rows = FeatureRows.Numbers([20220505, 20220508]);
        Assert.Empty(rows.Faults(feature));
        Assert.Equal([4, 7], rows.Codes(feature.CreateEncoder(rows.Learn(feature)))[0]);
    }

    /// <summary>1,651,746,600 seconds are 2022-05-05 10:30 UTC.</summary>
    [Theory]
    [InlineData(TimeUnit.Seconds, 1_651_746_600d)]
    [InlineData(TimeUnit.Milliseconds, 1_651_746_600_000d)]
    [InlineData(TimeUnit.Microseconds, 1_651_746_600_000_000d)]
    public void Numbers_have_a_unit(TimeUnit unit, double number)
    {
        TimeFeature feature = new(new() { Column = "t", Unit = unit, Parts = [TimePart.MinuteOfDay, TimePart.DayOfMonth], As = TimeEncoding.Categories });
        foreach (FeatureRows rows in new[] { FeatureRows.Numbers([number]), FeatureRows.Texts([$"{number:R}"]) })
        {
            Assert.Empty(rows.Faults(feature));
            Assert.Equal([631, 5], rows.Codes(feature.CreateEncoder(rows.Learn(feature))).Select(column => column[0]));
        }
    }

    /// <summary>08:30 at +08:00 is 00:30 UTC.</summary>
    [Fact]
    public void Parts_are_of_utc()
    {
        TimeFeature feature = new(new() { Column = "t", Parts = [TimePart.Hour], As = TimeEncoding.Categories });
        Assert.Equal([1], FeatureRows.Texts(["2022-05-05 08:30:00+08:00"]).Codes(feature.CreateEncoder(new FeatureState(default, [null])))[0]);
    }

    /// <summary>Days of 0, 1 and -3, and two missing: logarithms 0, log 2 and -log 4 have the mean -log(2)/3 and the variance 14/9 log(2)^2.</summary>
    [Fact]
    public void The_time_since_another_is_standardised()
    {
        TimeFeature feature = new(new() { Column = "seen", Since = "made", Missing = MissingInput.Zeros });
        Assert.Equal(["seen", "made"], feature.Columns.Select(column => column.Name));
        FeatureRows rows = FeatureRows.Texts(
            ["2022-05-05", "2022-05-06 12:00", "2022-05-02", null, "2022-05-02"], ["2022-05-05", "2022-05-05 12:00", "2022-05-05", "2022-05-05", ""]);
        FeatureState state = rows.Learn(feature);
        double log2 = Math.Log(2);
        double deviation = Math.Sqrt(14) / 3 * log2;
        Assert.Equal(-log2 / 3, state.Values.GetProperty("mean").GetDouble(), 1e-15);
        Assert.Equal(deviation, state.Values.GetProperty("deviation").GetDouble(), 1e-15);
        float[] values = Assert.Single(rows.Values(feature.CreateEncoder(state)));
        double[] expected = [log2 / 3 / deviation, 4 * log2 / 3 / deviation, -5 * log2 / 3 / deviation, 0, 0];
        Assert.All(expected.Zip(values), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void What_is_learnt_does_not_depend_on_chunks_and_parts()
    {
        TimeFeature feature = new(new() { Column = "seen", Unit = TimeUnit.Seconds, Since = "made" });
        Gen<double[]> seconds = Gen.Double[-1e9, 4e9].Array[17];
        Gen.Select(seconds, seconds, Gen.Int[1, 17], Gen.Int[0, 17]).Sample((seen, made, chunk, cut) =>
        {
            FeatureRows rows = FeatureRows.Numbers(seen, made);
            string whole = rows.Learn(feature, 17).Values.GetRawText();
            Assert.Equal(whole, rows.Learn(feature, chunk).Values.GetRawText());
            Assert.Equal(whole, rows.Merged(feature, cut, chunk).State.GetRawText());
        });
    }

    [Fact]
    public void Values_that_are_not_times_are_faults_of_their_rows()
    {
        TimeFeature feature = new(new() { Column = "seen", Since = "made", Parts = [TimePart.Hour] });
        FeatureRows rows = FeatureRows.Texts(["2022-05-05", "soon", "2022-05-05", "", "2022-13-01"], ["2022-05-05", null, "2022-02-30", "2022-05-05", "20220505"]);
        Assert.Equal(
            ["MMOE2709 1 seen", "MMOE2707 1 made", "MMOE2709 2 made", "MMOE2707 3 seen", "MMOE2709 4 seen", "MMOE2709 4 made"], rows.Faults(feature));
        Assert.Contains("soon", rows.Reasons(feature)[0], StringComparison.Ordinal);
        TimeFeature tolerant = new(new() { Column = "seen", Since = "made", Parts = [TimePart.Hour], Missing = MissingInput.Zeros });
        Assert.Equal(["MMOE2709 1 seen", "MMOE2709 2 made", "MMOE2709 4 seen", "MMOE2709 4 made"], rows.Faults(tolerant));
    }

    [Theory]
    [InlineData("HHmm", "2460")]
    [InlineData("HHmm", "12345")]
    [InlineData("HHmm", "-5")]
    [InlineData("yyyyMMdd", "20220230")]
    public void A_text_of_another_format_is_a_fault(string format, string text) => Assert.Equal(
        ["MMOE2709 0 t"], FeatureRows.Texts([text]).Faults(new TimeFeature(new() { Column = "t", Format = format, Parts = [TimePart.Hour] })));

    [Fact]
    public void A_number_outside_of_the_calendar_is_a_fault() => Assert.Equal(
        ["MMOE2709 1 t", "MMOE2709 2 t", "MMOE2707 3 t"],
        FeatureRows.Numbers([0, 1e18, double.PositiveInfinity, double.NaN]).Faults(new TimeFeature(new() { Column = "t", Unit = TimeUnit.Seconds, Parts = [TimePart.Hour] })));

    [Theory]
    [InlineData("""{"mean":0,"deviation":-1}""")]
    [InlineData("""{"mean":1e999,"deviation":1}""")]
    public void A_state_that_was_not_learnt_is_refused(string state)
    {
        TimeFeature feature = new(new() { Column = "seen", Since = "made" });
        Assert.Throws<JsonException>(() => feature.CreateEncoder(new FeatureState(JsonDocument.Parse(state).RootElement, [])));
    }

    [Fact]
    public void Columns_without_values_are_reported() => Assert.Equal(
        [("seen", "MMOE2701")],
        FeatureRows.Texts([null, null], ["2022-05-05", null]).Merged(new TimeFeature(new() { Column = "seen", Since = "made", Missing = MissingInput.Zeros }), 1)
            .Remarks.Select(remark => (remark.Column, remark.Code)));
}
