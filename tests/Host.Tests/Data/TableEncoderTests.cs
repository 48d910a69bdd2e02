using MmoePipeline.Data;
using MmoePipeline.Engine.Data.Encoding;
using MmoePipeline.Plugins.Splits.Modulo;
using MmoePipeline.Runs.Options.Data;

namespace MmoePipeline.Host.Tests.Data;

public sealed class TableEncoderTests
{
    private const string Missing =
        "expected a number, found a missing value; set data.features.missingNumeric to \"mean\" to replace missing numbers by the mean of "
        + "the training rows, fill them in the table, or leave such rows out with data.onBadRow";

    [Fact]
    public void Vocabulary_and_scaling_come_from_the_training_rows()
    {
        using EncodedTable table = Tables.Encode(Tables.Good());

        // Training rows are 0, 1, 4 and 5: red, blue, red, red and 0, 3, 15, 1, whose logarithms of 1 + x are 0, 2, 4, 1 log(2).
        Assert.Equal(["blue", "red"], table.Encoding.Categorical[0].Values.AsEnumerable());
        Assert.Equal([2, 1, 2, 2], Tables.Codes(table.Training));
        Assert.Equal([1, 0, 0, 1], table.Training.Targets[0].Values.ToArray());
        double log2 = Math.Log(2);
        double mean = 7 * log2 / 4;
        double deviation = log2 * Math.Sqrt(((0 - 1.75) * (0 - 1.75) + (2 - 1.75) * (2 - 1.75) + (4 - 1.75) * (4 - 1.75) + (1 - 1.75) * (1 - 1.75)) / 4);
        Assert.Equal(mean, table.Encoding.Numeric[0].Mean, 1e-12);
        Assert.Equal(deviation, table.Encoding.Numeric[0].Deviation, 1e-12);
        Assert.Equal((float)((Math.Log(16) - mean) / deviation), table.Training.Numeric[0].Values[2], 1e-6f);

        // Green and pink are in no training row: index 0.
        Assert.Equal([0, 1], Tables.Codes(table.Validation));
        Assert.Equal([2, 0], Tables.Codes(table.Test));
        Assert.Equal([1, 0], table.Validation.Targets[0].Values.ToArray());
    }

    [Fact]
    public void A_column_of_one_number_is_all_zero()
    {
        using EncodedTable table = Tables.Encode(Tables.Source(
            [.. Enumerable.Range(0, 8).Select(row => new[] { "a", "5", row % 8 < 4 ? "yes" : "no" })]));
        Assert.Equal(new float[4], table.Training.Numeric[0].Values.ToArray());
    }

    /// <summary>More rows than a block of the temporary file holds, and more texts than a byte can number.</summary>
    [Fact]
    public void Rows_keep_their_order_and_values_over_many_blocks()
    {
        const int Rows = 70_000;
        using EncodedTable table = Tables.Encode(Tables.Source(
            [.. Enumerable.Range(0, Rows).Select(row => new[] { $"{row % 4 % 2 * (row / 4 % 1000):D4}", $"{row}", row / 4 % 3 == 0 ? "yes" : "no" })]));
        int[] training = [.. Enumerable.Range(0, Rows).Where(row => row % 4 < 2)];

        // Row 4 k + 1 has the text of k modulo 1000, all others that of 0; texts are in order, and index 0 is no text.
        Assert.Equal(training.Select(row => row % 2 == 0 ? 1 : 1L + (row / 4 % 1000)), Tables.Codes(table.Training));
        Assert.Equal(training.Select(row => row / 4 % 3 == 0 ? 1f : 0), table.Training.Targets[0].Values.ToArray());
        Assert.Equal(
            training.Select(row => table.Encoding.Numeric[0].Encode(Math.Log(1 + row))),
            table.Training.Numeric[0].Values.ToArray());
    }

    [Fact]
    public void Codes_numbers_and_texts_of_a_source_are_encoded_alike()
    {
        using EncodedTable texts = Tables.Encode(Tables.Source([.. Values().Select(row => new[] { $"{row % 3}", $"{row}", Label(row) })]));
        using EncodedTable forms = TableEncoder.Encode(
            new SourceOfChunk(
                new NumberColumn(Values().Select(row => (double)(row % 3)).ToArray()),
                new NumberColumn(Values().Select(row => (double)row).ToArray()),
                new CodedTextColumn(Values().Select(row => row / 4 % 2).ToArray(), ["yes", "no"])),
            Tables.Features,
            Tables.Split,
            new(),
            Tables.Tasks,
            default);
        Assert.Equal(texts.Encoding.Categorical[0].Values.AsEnumerable(), forms.Encoding.Categorical[0].Values.AsEnumerable());
        Assert.Equal(texts.Encoding.Numeric.AsEnumerable(), forms.Encoding.Numeric.AsEnumerable());
        Assert.Equal(Tables.Codes(texts.Training), Tables.Codes(forms.Training));
        Assert.Equal(texts.Training.Numeric[0].Values.ToArray(), forms.Training.Numeric[0].Values.ToArray());
        Assert.Equal(texts.Training.Targets[0].Values.ToArray(), forms.Training.Targets[0].Values.ToArray());

        static IEnumerable<int> Values() => Enumerable.Range(0, 16);
        static string Label(int row) => row / 4 % 2 == 0 ? "yes" : "no";
    }

    [Fact]
    public void Numbers_that_are_missing_or_unreadable_are_reported_with_what_was_found()
    {
        var source = new SourceOfChunk(
            new CodedTextColumn(new[] { 0, 0, 0 }, ["red"]),
            new NumberColumn(new[] { 1, double.NaN, double.NaN }, new Dictionary<int, string> { [2] = "cheap" }),
            new CodedTextColumn(new[] { 0, 0, -1 }, ["yes"]));
        BadInputException exception = Assert.Throws<BadInputException>(
            () => TableEncoder.Encode(source, Tables.Features, new ModuloSplit(new() { Modulus = 4, Train = "0-2", Validation = "3", Test = "3" }), new(), Tables.Tasks, default));
        ProblemAssert.Equal(exception.Problems, "MMOE2411 row 2", "MMOE2410 row 3", "MMOE2417 row 3");
    }

    /// <summary>A source may have lists where nobody asked for them; as texts they would be categories.</summary>
    [Fact]
    public void Lists_where_single_values_are_expected_are_refused()
    {
        TableColumn lists = new ListColumn(new[] { 1, 2, 2, 3 }, default, new TextColumn(new[] { "red", "blue", "red" }));
        TableColumn numbers = new NumberColumn(new[] { 1.0, 2, 3, 4 });
        TableColumn labels = new CodedTextColumn(new[] { 0, 1, 0, 1 }, ["yes", "no"]);
        foreach (SourceOfChunk source in new[] { new SourceOfChunk(lists, numbers, labels), new SourceOfChunk(labels, numbers, lists) })
        {
            BadInputException exception = Assert.Throws<BadInputException>(() => TableEncoder.Encode(source, Tables.Features, Tables.Split, new(), Tables.Tasks, default));
            ProblemAssert.Equal(exception.Problems, "MMOE2423 chunk");
        }
    }

    [Theory]
    [InlineData("cheap", "MMOE2410 rows.csv:2")]
    [InlineData(null, "MMOE2411 rows.csv:2")]
    [InlineData("-1", "MMOE2413 rows.csv:2")]
    [InlineData("NaN", "MMOE2410 rows.csv:2")]
    [InlineData("1,5", "MMOE2410 rows.csv:2")]
    public void A_text_where_a_number_is_expected_is_reported_with_its_row(string? price, string problem) =>
        ProblemAssert.Equal(Problems(Tables.Source(["red", "1", "yes"], ["red", price, "no"])), problem);

    /// <summary>Training rows -3 and 1: mean -1, deviation 2.</summary>
    [Fact]
    public void Linear_numbers_are_standardised_as_they_are()
    {
        SourceOfRows source = Tables.Source(
            ["red", "-3", "yes"], ["red", "1", "no"], ["red", "-5", "yes"], ["red", "2", "no"],
            ["red", "-3", "yes"], ["red", "1", "no"], ["red", "-5", "no"], ["red", "2", "yes"]);
        using EncodedTable table = TableEncoder.Encode(
            source, Tables.Features with { NumericScale = NumericScale.Linear }, Tables.Split, new(), Tables.Tasks, default);
        Assert.Equal((-1, 2), (table.Encoding.Numeric[0].Mean, table.Encoding.Numeric[0].Deviation));
        Assert.Equal([-1f, 1f, -1f, 1f], table.Training.Numeric[0].Values.ToArray());
        Assert.Equal([-2f, -2f], table.Validation.Numeric[0].Values.ToArray());
    }

    [Fact]
    public void A_missing_label_is_reported_with_its_row() => ProblemAssert.Equal(
        Problems(Tables.Source(["red", "1", "yes"], ["red", "1", null])), "MMOE2417 rows.csv:2");

    [Fact]
    public void Not_more_problems_are_reported_than_help() => Assert.Equal(
        10, Problems(Tables.Source([.. Enumerable.Range(0, 100).Select(_ => new[] { "red", "x", "no" })])).Length);

    [Fact]
    public void A_split_without_rows_is_reported() => ProblemAssert.Equal(
        Problems(Tables.Source(["red", "1", "yes"], ["red", "1", "no"])), "MMOE2403 data.split.validation", "MMOE2403 data.split.test");

    [Fact]
    public void A_label_with_one_class_is_reported_for_each_split()
    {
        Problem[] problems = Problems(Tables.Source([.. Enumerable.Range(0, 8).Select(row => new[] { "red", "1", row < 4 ? "Yes" : "no" })]));
        ProblemAssert.Equal(problems, "MMOE2408 tasks.0 (buys)", "MMOE2408 tasks.0 (buys)", "MMOE2408 tasks.0 (buys)");
        Assert.All(problems.Zip(["training", "validation", "test"]), pair => Assert.Contains(pair.Second, pair.First.Message, StringComparison.Ordinal));
        Assert.All(problems, problem => Assert.Contains("'Yes' or 'no'", problem.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Columns_that_are_not_there_are_reported_with_those_that_were_meant()
    {
        FeatureOptions features = new() { Categorical = ["color"], Numeric = ["price", "buy", "weight"] };
        BadInputException exception = Assert.Throws<BadInputException>(
            () => TableEncoder.Encode(Tables.Good(), features, Tables.Split, new(), Tables.Tasks, default));
        ProblemAssert.Equal(
            exception.Problems, "MMOE2401 data.features.categorical.0", "MMOE2401 data.features.numeric.2", "MMOE2402 tasks.0.label");
        Assert.Contains("'colour'", exception.Problems[0].Message, StringComparison.Ordinal);
    }

    private static Problem[] Problems(SourceOfRows source) =>
        [.. Assert.Throws<BadInputException>(() => Tables.Encode(source)).Problems];
}
