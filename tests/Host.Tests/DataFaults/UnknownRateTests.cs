using MmoePipeline.Data;
using MmoePipeline.Data.Splits;
using MmoePipeline.Engine.Data.Columns;
using MmoePipeline.Engine.Data.Encoding;
using MmoePipeline.Events;
using MmoePipeline.Features;
using MmoePipeline.Inference.Features;
using MmoePipeline.Inference.Prediction;
using MmoePipeline.Inference.Tables;
using MmoePipeline.Runs.Options.Data;

namespace MmoePipeline.Host.Tests.DataFaults;

/// <summary>Values that training never saw: how many rows have them, and when that is out of proportion.</summary>
public sealed class UnknownRateTests
{
    /// <summary>
    /// Wilson's interval of 0 of n is [0, z^2 / (n + z^2)], of n of n [n / (n + z^2), 1], with z^2 = 10.827 for 99.9 %: 1 of 1 is above 0.0845, 10 of 10
    /// above 0.480; 0 of 100 below 0.0977, 0 of 10,000 below 0.0011. 500 of 1,000 is above 0.448, 50 of 1,000 in [0.032, 0.078].
    /// </summary>
    [Theory]
    [InlineData(1, 1, 0, 10_000, true)]
    [InlineData(1, 1, 0, 100, false)]
    [InlineData(10, 10, 0, 100, true)]
    [InlineData(10, 10, 0, 10, false)]
    [InlineData(0, 1000, 0, 1000, false)]
    [InlineData(500, 1000, 0, 1000, true)]
    [InlineData(50, 1000, 0, 10_000, true)]
    [InlineData(50, 1000, 0, 100, false)]
    [InlineData(50, 1000, 500, 10_000, false)]
    [InlineData(500, 1000, 50, 1000, true)]
    [InlineData(0, 0, 0, 1000, false)]
    [InlineData(1000, 1000, 0, 0, false)]
    public void A_rate_is_out_of_proportion_where_it_is_certainly_twice_the_other(long unknown, long rows, long expected, long of, bool isOut) =>
        Assert.Equal(isOut, new UnknownRate(unknown, rows).IsOutOfProportionTo(new UnknownRate(expected, of)));

    /// <summary>
    /// Training rows have a (3 times), b (2) and c, d, e (once): 3 of 8 rows are expected to be new, by Good and Turing. Row 2 and 3 of each four are for
    /// validation and test.
    /// </summary>
    [Fact]
    public void Rows_are_counted_by_part_and_those_expected_come_from_the_rarest_values()
    {
        string[] training = ["a", "a", "a", "b", "b", "c", "d", "e"];
        string[] held = ["a", "new", "b", "a", "other", "new", "c", "d"];
        using EncodedTable table = Encode([.. Enumerable.Range(0, 16).Select(row => row % 4 < 2 ? training[(row / 4 * 2) + (row % 4)] : held[(row / 4 * 2) + (row % 4) - 2])], new());
        Assert.Equal([new OutOfVocabulary("colour", 0, 1, 2, null)], table.OutOfVocabulary().AsEnumerable());
        Assert.Equal([new UnknownRate(3, 8)], table.HeldOut.AsEnumerable());

        // Only values that two training rows have: c, d and e are unknown, too, and b is as rare as is just allowed.
        using EncodedTable rarer = Encode([.. Enumerable.Range(0, 16).Select(row => row % 4 < 2 ? training[(row / 4 * 2) + (row % 4)] : held[(row / 4 * 2) + (row % 4) - 2])], new() { MinimumFrequency = 2 });
        Assert.Equal([new OutOfVocabulary("colour", 3, 2, 3, null)], rarer.OutOfVocabulary().AsEnumerable());
    }

    /// <summary>Good's formula for a minimum of 1, 2 and 3, by hand: rows of values as rare as that or rarer.</summary>
    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 5)]
    [InlineData(3, 8)]
    public void As_many_unknown_values_are_expected_as_training_rows_have_rare_ones(int minimum, long expected)
    {
        var column = new CategoryColumn(new VocabularyLimits(minimum, 100, 0));
        string[] values = ["a", "a", "a", "b", "b", "c", "d", "e"];
        var hashes = new ulong[values.Length];
        var parts = new DataSplit[values.Length];
        column.Add(new TextColumn(values), [.. Enumerable.Range(0, values.Length)], parts, hashes);
        Assert.Equal(expected, column.Vocabulary("c", [hashes], [parts]).ExpectedUnknown);
    }

    /// <summary>Half of the file writes 1 as 1.0, as a column of integers with a missing value is written by some programs.</summary>
    [Fact]
    public void A_value_in_another_form_of_writing_is_named_in_a_warning()
    {
        string[] colours = [.. Enumerable.Range(0, 4000).Select(row => row % 4 < 2 ? $"{row % 2}" : row % 8 < 4 ? "1.0" : "0")];
        using EncodedTable table = Encode(colours, new());
        OutOfVocabulary found = table.OutOfVocabulary().Single();
        Assert.Equal((1000, 1000), (found.ValidationRows + found.TestRows, table.HeldOut[0].Unknown));
        Assert.Contains("colour: 1,000 of 2,000 validation and test rows, 50.00 %", found.Warning, StringComparison.Ordinal);
        Assert.Contains("such as '1.0'", found.Warning, StringComparison.Ordinal);
        Assert.Contains("Training rows had '1'", found.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_are_predicted_are_compared_with_validation_and_test_rows()
    {
        var encoding = new EncodingFile(1, NumericScale.Linear, [new("flag", ["0", "1"]), new("town", ["Rome"])], [])
        {
            HeldOut = [new UnknownRate(0, 10_000), new UnknownRate(900, 1000)],
        };
        using var buffer = new FeatureBuffer(encoding, 100);
        string?[] flags = [.. Enumerable.Range(0, 100).Select(row => row % 2 == 0 ? "1.0" : "1")];
        string?[] towns = [.. Enumerable.Range(0, 100).Select(row => row == 0 ? "Rome" : $"{row}")];
        buffer.Add([new TextColumn(flags), new TextColumn(towns)], 0, 100, new ChunkProblems(1));
        ImmutableArray<FeatureDifference> differences = buffer.Differences();
        Assert.Equal([50L, 99], differences.Select(column => column.Unknown!.Value.Unknown));
        Assert.Contains("Training rows had '1'", differences[0].Warning, StringComparison.Ordinal);
        Assert.Null(differences[1].Warning);
    }

    [Theory]
    [InlineData("1.0", "1")]
    [InlineData("1e3", "1000")]
    [InlineData("001", "1")]
    [InlineData(" Rome", "Rome")]
    [InlineData("ROME", "Rome")]
    [InlineData("Roma", null)]
    [InlineData("", null)]
    public void A_variant_is_found(string text, string? expected) =>
        Assert.Equal(expected, UnknownValueText.FindVariant([text, "?"], ["", "1", "1000", "Rome"])?.Value);

    private static EncodedTable Encode(string[] colours, FeatureOptions limits) => TableEncoder.Encode(
        Tables.Source([.. colours.Select((colour, row) => new[] { colour, $"{row}", row / 4 % 2 == 0 ? "yes" : "no" })]),
        Tables.Features with { MinimumFrequency = limits.MinimumFrequency },
        Tables.Split,
        new(),
        Tables.Tasks,
        default);
}
