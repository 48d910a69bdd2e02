using CsCheck;
using MmoePipeline.Data;
using MmoePipeline.Features;
using MmoePipeline.Plugins.Features.Cross;

namespace MmoePipeline.Plugins.Tests.Features;

public sealed class CrossFeatureTests
{
    /// <summary>In ordinal order the combinations are <c>a\|b|c</c>, <c>a|b</c> and <c>a|b\|c</c>: '\' is before '|'.</summary>
    [Fact]
    public void Each_combination_of_the_training_rows_has_a_code()
    {
        CrossFeature feature = Feature(new());
        FeatureRows rows = FeatureRows.Texts(["a", "a|b", "a", "a"], ["b|c", "c", "b", "b"]);
        FeatureState state = rows.Learn(feature);
        Assert.Equal([@"a\|b|c", "a|b", @"a|b\|c"], state.Vocabularies[0]!.Values.AsEnumerable());
        Assert.Equal([3, 1, 2, 2], rows.Codes(feature.CreateEncoder(state))[0]);
        Assert.Equal([0], FeatureRows.Texts(["c"], ["b"]).Codes(feature.CreateEncoder(state))[0]);
    }

    /// <summary>Few characters, so that separators meet: of different rows no two have one text.</summary>
    [Fact]
    public void Different_rows_are_different_texts()
    {
        Gen<string[]> row = Gen.String[Gen.Char["ab|\\"], 0, 4].Array[3];
        Gen.Select(row, row).Sample((left, right) =>
        {
            Assert.Equal(left.SequenceEqual(right), Joined(left) == Joined(right));
            Assert.Equal(left.All(text => text.Length == 0), Joined(left).Length == 0);
        });
    }

    [Fact]
    public void Long_texts_fit()
    {
        string text = new('|', 5000);
        Assert.Equal($"x|{string.Concat(Enumerable.Repeat(@"\|", 5000))}", Joined("x", text));
    }

    [Fact]
    public void A_missing_value_is_the_empty_text_and_a_row_of_them_is_missing()
    {
        CrossFeature feature = Feature(new());
        FeatureRows rows = FeatureRows.Texts(["a", null, "", null], [null, "a", "", null]);
        FeatureState state = rows.Learn(feature);
        Assert.Equal(["", "a|", "|a"], state.Vocabularies[0]!.Values.AsEnumerable());
        Assert.Equal([2, 3, 1, 1], rows.Codes(feature.CreateEncoder(state))[0]);
        int[] hashed = rows.Codes(Feature(new(), buckets: 7).CreateEncoder(new FeatureState(default, [null])))[0];
        Assert.All(hashed[..2], code => Assert.InRange(code, 1, 7));
        Assert.Equal([0, 0], hashed[2..]);
    }

    [Fact]
    public void Combinations_can_be_listed()
    {
        CrossFeature feature = Feature(new VocabularyOptions { Values = ["JFK|LAX", @"a\|b|c"] });
        FeatureRows rows = FeatureRows.Texts(["JFK", "a|b", "LAX"], ["LAX", "c", "JFK"]);
        Assert.Equal([1, 2, 0], rows.Codes(feature.CreateEncoder(rows.Learn(feature)))[0]);
    }

    [Fact]
    public void The_vocabulary_does_not_depend_on_the_chunks()
    {
        Gen<string?> text = Gen.OneOfConst<string?>("a", "b", "|", "", null);
        Gen.Select(text.Array[20], text.Array[20], Gen.Int[1, 20]).Sample((left, right, chunk) =>
        {
            CrossFeature feature = Feature(new VocabularyOptions { MinimumFrequency = 2 });
            FeatureRows rows = FeatureRows.Texts(left, right);
            Assert.Equal(rows.Learn(feature, 20).Vocabularies[0]!.Values.AsEnumerable(), rows.Learn(feature, chunk).Vocabularies[0]!.Values);
        });
    }

    [Fact]
    public void A_column_without_values_is_reported()
    {
        FeatureLearner learner = FeatureRows.Texts(["a", "b"], [null, null]).Merged(Feature(new()), 1);
        Assert.Equal(("to", "MMOE2701"), Assert.Single(learner.Remarks.Select(remark => (remark.Column, remark.Code))));
    }

    private static CrossFeature Feature(VocabularyOptions vocabulary, int buckets = 0) =>
        new(new CrossFeatureOptions { Columns = ["from", "to"], Vocabulary = vocabulary, Buckets = buckets });

    private static string Joined(params string[] texts)
    {
        using var joined = new JoinedText();
        return joined.Of([.. texts.Select(text => new TextColumn(new string?[] { text }))], 0).ToString();
    }
}
