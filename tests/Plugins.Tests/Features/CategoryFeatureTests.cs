using MmoePipeline.Features;
using MmoePipeline.Plugins.Features.Category;

namespace MmoePipeline.Plugins.Tests.Features;

/// <summary>The codes of categories, by hand.</summary>
public sealed class CategoryFeatureTests
{
    private static readonly string?[] Texts = ["b", "a", "b", null, "c", "a", ""];

    /// <summary>The empty text, which missing values are, a, b and c are rows 1 to 4.</summary>
    [Fact]
    public void Missing_values_are_a_value_where_the_vocabulary_is_learnt()
    {
        using LearntFeature feature = Learn(new());
        Assert.Equal(["", "a", "b", "c"], feature.Vocabularies[0].AsEnumerable());
        Assert.Equal([3, 2, 3, 1, 4, 2, 1], feature.Encode().Codes(0).ToArray());
    }

    [Fact]
    public void Rare_values_are_row_0()
    {
        using LearntFeature feature = Learn(new() { MinimumFrequency = 2 });
        Assert.Equal([3, 2, 3, 1, 0, 2, 1], feature.Encode().Codes(0).ToArray());
    }

    /// <summary>Of values that are as common as others, the first in ordinal order are kept.</summary>
    [Fact]
    public void The_commonest_values_are_kept()
    {
        using LearntFeature feature = Learn(new() { MaximumVocabulary = 2 });
        Assert.Equal([0, 2, 0, 1, 0, 2, 1], feature.Encode().Codes(0).ToArray());
    }

    /// <summary>Codes are those of the list, whatever training rows have; missing values are not in it.</summary>
    [Fact]
    public void Listed_values_have_the_places_of_the_list()
    {
        var feature = new CategoryFeature(new() { Column = "c", Vocabulary = new() { Values = ["c", "z", "a"] } });
        Assert.Equal(new TableRows.Listed(["c", "z", "a"]), Assert.Single(feature.Tables).Rows);
        Assert.Equal([0, 3, 0, 0, 1, 3, 0], Codes(feature, new Vocabulary(["c", "z", "a"]), Texts));
    }

    [Fact]
    public void Identities_are_codes_as_they_are()
    {
        var feature = new CategoryFeature(new() { Column = "c", Vocabulary = new() { Identities = 12 } });
        Assert.Equal(new TableRows.Numbered(13), Assert.Single(feature.Tables).Rows);
        Assert.Equal([1, 12, 0, 0, 0, 0, 8], Codes(feature, null, ["0", "11", "12", "-1", "x", null, "07"]));
    }

    /// <summary>6 V^(1/4) of V rows: 6, 18.97 and 60, to the nearest multiple of 4.</summary>
    [Theory]
    [InlineData(1, 8)]
    [InlineData(100, 20)]
    [InlineData(10_000, 60)]
    public void An_automatic_dimension_follows_from_the_rows(int rows, int expected)
    {
        EmbeddingTable table = Assert.Single(new CategoryFeature(new() { Column = "c", Embedding = new() { AutoDimension = true } }).Tables);
        Assert.Equal(expected, table.DimensionOf(rows, standard: 5));
        Assert.Equal(5, Assert.Single(new CategoryFeature(new() { Column = "c" }).Tables).DimensionOf(rows, standard: 5));
    }

    [Fact]
    public void A_column_without_values_is_reported()
    {
        using var feature = new LearntFeature(new CategoryFeature(new() { Column = "c" }), 2, LearntFeature.Texts(null, ""));
        Assert.Equal(["MMOE2701 c"], feature.Remarks);
        using LearntFeature other = Learn(new());
        Assert.Empty(other.Remarks);
    }

    private static LearntFeature Learn(VocabularyOptions options) =>
        new(new CategoryFeature(new() { Column = "c", Vocabulary = options }), Texts.Length, LearntFeature.Texts(Texts));

    private static int[] Codes(CategoryFeature feature, Vocabulary? vocabulary, string?[] texts)
    {
        FeatureEncoder encoder = feature.CreateEncoder(new FeatureState(default, [vocabulary]));
        var cells = new FeatureCells(encoder.Form);
        cells.Clear(texts.Length);
        encoder.Encode([LearntFeature.Texts(texts)], [.. Enumerable.Range(0, texts.Length)], cells);
        return cells.Codes(0).ToArray();
    }
}
