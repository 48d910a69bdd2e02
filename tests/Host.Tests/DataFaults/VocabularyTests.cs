using MmoePipeline.Data;
using MmoePipeline.Data.Splits;
using MmoePipeline.Engine.Data.Columns;
using MmoePipeline.Engine.Data.Encoding;
using MmoePipeline.Events;
using MmoePipeline.Features;
using MmoePipeline.Inference.Features;

namespace MmoePipeline.Host.Tests.DataFaults;

public sealed class VocabularyTests
{
    private const int TrainingRows = 10;

    /// <summary>Of the training rows a has four, b three, c two and d one; e is in no training row.</summary>
    private static readonly string[] Values = ["a", "b", "c", "d", "a", "b", "a", "b", "c", "a", "e", "d"];

    [Theory]
    [InlineData(1, 9, "a b c d", 0)]
    [InlineData(2, 9, "a b c", 1)]
    [InlineData(3, 9, "a b", 3)]
    [InlineData(1, 2, "a b", 3)]
    [InlineData(5, 9, "", 10)]
    public void Only_frequent_values_and_the_commonest_get_an_embedding(int minimum, int maximum, string kept, long rareRows)
    {
        (ColumnVocabulary vocabulary, VocabularySize size, int[] codes) = Encode(new VocabularyLimits(minimum, maximum, 0));
        string[] expected = kept.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected, vocabulary.Values.AsEnumerable());
        Assert.Equal(Values.Select(value => Array.IndexOf(expected, value) + 1), codes);
        Assert.Equal(new VocabularySize("c", 4, IsEstimate: false, expected.Length, rareRows, 0), size);
        Assert.Equal(expected.Length + 1, vocabulary.Cardinality);
    }

    /// <summary>Of values that are equally common the first in ordinal order stay.</summary>
    [Fact]
    public void A_tie_is_decided_by_the_text()
    {
        (ColumnVocabulary vocabulary, _, _) = Encode(new VocabularyLimits(1, 2, 0), "z", "b", "Z", "a");
        Assert.Equal(["Z", "a"], vocabulary.Values.AsEnumerable());
    }

    [Fact]
    public void Other_values_are_spread_over_buckets_by_their_text_alone()
    {
        (ColumnVocabulary vocabulary, _, int[] codes) = Encode(new VocabularyLimits(3, 9, 5));
        Assert.Equal(["a", "b"], vocabulary.Values.AsEnumerable());
        Assert.Equal(8, vocabulary.Cardinality);
        Assert.Equal([1, 2], codes[..2]);

        // a and b are 1 and 2, 0 is left to nobody, and the buckets are 3 to 7.
        foreach ((string text, int code) in Values.Zip(codes).Where(pair => pair.First is not ("a" or "b")))
        {
            Assert.Equal(3 + (int)(Vocabulary.HashOf(text) % 5), code);
        }
    }

    /// <summary>
    /// 100,000 values that are there once, and among them ten that are there 100 times each: with room for 4,000 candidates all ten are
    /// found, and counted exactly.
    /// </summary>
    [Fact]
    public void Frequent_values_are_found_among_any_number_of_others()
    {
        const int Rows = 101_000;
        string[] values = [.. Enumerable.Range(0, Rows).Select(row => row % 101 == 100 ? $"often {row / 101 % 10}" : $"once {row}")];
        (ColumnVocabulary vocabulary, VocabularySize size, int[] codes) = Encode(
            new VocabularyLimits(2, 50, 0) { Candidates = 4000 }, Rows, values);
        Assert.Equal(Enumerable.Range(0, 10).Select(number => $"often {number}"), vocabulary.Values.AsEnumerable());
        Assert.Equal((10, 100_000), (size.Kept, size.RareRows));
        Assert.True(size.IsEstimate);
        Assert.InRange(size.Values, 100_010 * 0.97, 100_010 * 1.03);
        Assert.Equal(values.Select(value => value.StartsWith("often", StringComparison.Ordinal) ? value[^1] - '0' + 1 : 0), codes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(30_000)]
    [InlineData(1_000_000)]
    public void Different_values_are_counted_to_three_per_cent(int count)
    {
        var learner = new VocabularyLearner(new VocabularyLimits(1, 10, 0) { Candidates = 64 });
        for (int value = 0; value < count; value++)
        {
            learner.Add($"value {value}");
            learner.Add($"value {value / 2}");
        }

        Assert.InRange(learner.Distinct, count * 0.97, count * 1.03);
    }

    [Fact]
    public void A_source_may_begin_new_lists_of_texts()
    {
        var column = new CategoryColumn(new VocabularyLimits(1, 9, 0));
        DataSplit[] parts = [DataSplit.Training, DataSplit.Training];
        ulong[] hashes = new ulong[4];
        column.Add(new CodedTextColumn(new[] { 0, 1 }, ["x", "y"]), [0, 1], parts, hashes.AsSpan(0, 2));
        column.Add(new CodedTextColumn(new[] { 0, -1 }, ["y"]), [0, 1], parts, hashes.AsSpan(2));
        Assert.Equal([Vocabulary.HashOf("x"), Vocabulary.HashOf("y"), Vocabulary.HashOf("y"), Vocabulary.HashOf("")], hashes);
        Assert.Equal(["", "x", "y"], column.Vocabulary("c", [], []).Vocabulary.Values.AsEnumerable());

        var labels = new NumberedTexts();
        int[] numbers = new int[4];
        labels.Add(new CodedTextColumn(new[] { 0, 1 }, ["x", "y"]), [0, 1], numbers.AsSpan(0, 2));
        labels.Add(new CodedTextColumn(new[] { 0, 1 }, ["y", "z"]), [0, 1], numbers.AsSpan(2));
        Assert.Equal([0, 1, 1, 2], numbers);
    }

    [Fact]
    public void Other_limits_have_cached_tables_of_their_own()
    {
        string[] keys =
        [
            .. new[]
            {
                Tables.Features,
                Tables.Features with { MinimumFrequency = 2 },
                Tables.Features with { MaximumVocabulary = 2 },
                Tables.Features with { HashBuckets = 2 },
            }.Select(features => EncodedTableCache.Key(
                "rows", new() { Source = Tables.Slot(Tables.Good()), Split = Tables.SplitSlot(), Features = features }, Tables.Tasks)),
        ];
        Assert.Equal(4, keys.Distinct().Count());
    }

    private static (ColumnVocabulary Vocabulary, VocabularySize Size, int[] Codes) Encode(VocabularyLimits limits) =>
        Encode(limits, TrainingRows, Values);

    private static (ColumnVocabulary Vocabulary, VocabularySize Size, int[] Codes) Encode(VocabularyLimits limits, params string[] values) =>
        Encode(limits, values.Length, values);

    private static (ColumnVocabulary Vocabulary, VocabularySize Size, int[] Codes) Encode(VocabularyLimits limits, int training, string[] values)
    {
        var column = new CategoryColumn(limits);
        ulong[] hashes = new ulong[values.Length];
        DataSplit[] parts = [.. values.Select((_, row) => row < training ? DataSplit.Training : DataSplit.Test)];
        column.Add(new TextColumn(values), [.. Enumerable.Range(0, values.Length)], parts, hashes);
        (ColumnVocabulary vocabulary, VocabularySize size, _) = column.Vocabulary("c", [hashes], [parts]);
        Vocabulary codes = vocabulary.ToVocabulary();
        return (vocabulary, size, [.. hashes.Select(hash => codes.CodeOf(hash))]);
    }
}
