using MmoePipeline.Features;
using MmoePipeline.Plugins.Features.Lists;
using MmoePipeline.Plugins.Features.Tags;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Tests.Features;

/// <summary>Pooling of tags, their faults and remarks.</summary>
public sealed class TagsFeatureTests : NetworkFixture
{
    private static readonly string?[] Texts = ["a|b|a", "", "c", "b|zzz", null, "a | c | b"];

    /// <summary>a, b, c and zzz are rows 1 to 4; spaces around tags don't count, and rows without tags are empty lists.</summary>
    [Fact]
    public void Texts_are_split_and_encoded()
    {
        using var feature = new LearntFeature(Feature(), Texts.Length, LearntFeature.Texts(Texts));
        Assert.Equal(["a", "b", "c", "zzz"], feature.Vocabularies[0].AsEnumerable());
        Assert.Equal([[1, 2, 1], [], [3], [2, 4], [], [1, 3, 2]], feature.ElementCodes());
    }

    [Fact]
    public void Lists_are_encoded_without_their_missing_elements()
    {
        using var feature = new LearntFeature(Feature(), 4, LearntFeature.Lists(["a", null, "b"], null, [], [""]));
        Assert.Equal([[1, 2], [], [], []], feature.ElementCodes());
    }

    /// <summary>Values and gradients of libtorch's embedding bags; an empty bag is zeros.</summary>
    [Theory]
    [InlineData(TagPooling.Sum, EmbeddingBagMode.Sum)]
    [InlineData(TagPooling.Mean, EmbeddingBagMode.Mean)]
    [InlineData(TagPooling.Max, EmbeddingBagMode.Max)]
    public void Pooling_is_that_of_embedding_bag(TagPooling pooling, EmbeddingBagMode mode)
    {
        using var feature = new LearntFeature(Feature(pooling), Texts.Length, LearntFeature.Texts(Texts));
        FeatureInput input = feature.Input();
        Parameter table = feature.Table("table", 5, 3);
        torch.Tensor weights = torch.randn(Texts.Length, 3);
        torch.Tensor pooled = feature.Module(3).Forward(input, [new EmbeddingLookup(table, hasSparseGradient: false)]);
        (pooled * weights).sum().backward();

        using EmbeddingBag bag = torch.nn.EmbeddingBag_from_pretrained(table.detach().clone(), freeze: false, mode: mode);
        torch.Tensor expected = bag.call(input.List!.Codes.select(0, 0), input.List.Starts.narrow(0, 0, Texts.Length));
        (expected * weights).sum().backward();
        Assert.True(torch.allclose(expected, pooled, 1e-5, 1e-6));
        Assert.True(torch.allclose(bag.weight!.grad!, table.grad!, 1e-5, 1e-6));
        Assert.Equal(0, pooled[1].abs().sum().item<float>());
    }

    /// <summary>
    /// Vectors 1 and 3 of one component are 2 and 5. Without weights a, a, c is 2 + 2 + 5; with weights 1, 2, 2 it is 2 + 4 + 10, of weights that sum to 5, whose squares sum to 9.
    /// </summary>
    [Theory]
    [InlineData(TagPooling.Sum, false, 9.0)]
    [InlineData(TagPooling.Mean, false, 3.0)]
    [InlineData(TagPooling.Max, false, 5.0)]
    [InlineData(TagPooling.Sqrtn, false, 5.196152422706632)]
    [InlineData(TagPooling.Sum, true, 16.0)]
    [InlineData(TagPooling.Mean, true, 3.2)]
    [InlineData(TagPooling.Sqrtn, true, 5.333333333333333)]
    public void Pooling_by_hand(TagPooling pooling, bool isWeighted, double expected)
    {
        TagsFeature tags = Feature(pooling, isWeighted ? "w" : null);
        using LearntFeature feature = isWeighted
            ? new LearntFeature(tags, 3, LearntFeature.Texts("a|a|c", "b", ""), LearntFeature.Texts("1|2|2", "0", ""))
            : new LearntFeature(tags, 3, LearntFeature.Texts("a|a|c", "b", ""));
        using var table = new Parameter(torch.tensor(new float[,] { { 100 }, { 2 }, { 3 }, { 5 } }));
        float[] pooled = feature.Module(1).Forward(feature.Input(), [new EmbeddingLookup(table, hasSparseGradient: false)]).data<float>().ToArray();
        Assert.Equal(expected, pooled[0], 1e-5);
        Assert.Equal(isWeighted ? 0 : 3, pooled[1]);
        Assert.Equal(0, pooled[2]);
    }

    [Theory]
    [InlineData(ListEnd.First, new[] { 1, 2 })]
    [InlineData(ListEnd.Last, new[] { 3, 4 })]
    public void Longer_lists_are_cut_and_counted(ListEnd keep, int[] codes)
    {
        using var feature = new LearntFeature(
            new TagsFeature(new()
            {
                Column = "tags",
                Vocabulary = new() { Identities = 10 },
                Lists = new() { Separator = "|", MaximumLength = 2, Keep = keep },
            }),
            2,
            LearntFeature.Texts("0|1|2|3", "5"));
        Assert.Equal([codes, [6]], feature.ElementCodes());
        Assert.Equal(["MMOE2705 tags"], feature.Remarks);
    }

    [Fact]
    public void Weights_of_another_number_or_out_of_range_are_faults()
    {
        using var feature = new LearntFeature(
            Feature(weights: "w"),
            6,
            LearntFeature.Lists(["a", "b"], ["a"], ["a"], ["a"], ["a"], ["a"]),
            LearntFeature.NumberLists([1], [-0.5], [double.NaN], [double.PositiveInfinity], [1, 2], [0.5]));
        Assert.Equal(["MMOE2704 0 w", "MMOE2706 1 w", "MMOE2706 2 w", "MMOE2706 3 w", "MMOE2704 4 w"], feature.Faults);
        Assert.Equal([[1]], feature.ElementCodes());
    }

    [Fact]
    public void A_separator_that_never_occurs_is_reported()
    {
        using var feature = new LearntFeature(Feature(), 3, LearntFeature.Texts("a,b", "c", null));
        Assert.Equal(["MMOE2703 tags"], feature.Remarks);
    }

    [Fact]
    public void A_column_of_empty_lists_is_reported()
    {
        using var texts = new LearntFeature(Feature(), 3, LearntFeature.Texts("", " ", null));
        Assert.Equal(["MMOE2701 tags"], texts.Remarks);
        using var lists = new LearntFeature(Feature(), 2, LearntFeature.Lists([], null));
        Assert.Equal(["MMOE2701 tags"], lists.Remarks);
    }

    /// <summary>Values that training never saw count with row 0.</summary>
    [Fact]
    public void Rare_tags_are_row_0()
    {
        using var feature = new LearntFeature(
            new TagsFeature(new() { Column = "tags", Lists = new() { Separator = "|" }, Vocabulary = new() { MinimumFrequency = 2 } }), 3, LearntFeature.Texts("a|b", "a", "c|a"));
        Assert.Equal([[1, 0], [1], [0, 1]], feature.ElementCodes());
    }

    private static TagsFeature Feature(TagPooling pooling = TagPooling.Mean, string? weights = null) =>
        new(new() { Column = "tags", Pooling = pooling, Weights = weights, Lists = new() { Separator = "|" } });
}
