using MmoePipeline.Features;
using MmoePipeline.Plugins.Features.Lists;
using MmoePipeline.Plugins.Features.Sequence;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Tests.Features;

/// <summary>Histories: each pooling against a plain computation that takes one row at a time.</summary>
public sealed class SequenceFeatureTests : NetworkFixture
{
    private const int Dimension = 3;

    private static readonly string?[] Items = ["a b c d", "", "c", "b b", null, "d a c"];

    private static readonly string?[] Targets = ["a", "b", "c", "d", "a", null];

    public static TheoryData<SequencePooling> Poolings => [.. Enum.GetValues<SequencePooling>()];

    [Fact]
    public void Events_of_a_list_keep_their_order()
    {
        using LearntFeature feature = Feature(SequencePooling.Mean);
        Assert.Equal([[1, 2, 3, 4], [], [3], [2, 2], [], [4, 1, 3]], feature.ElementCodes());
    }

    [Theory]
    [InlineData(SequencePooling.Sum)]
    [InlineData(SequencePooling.Mean)]
    [InlineData(SequencePooling.Last)]
    public void Simple_pooling_is_that_of_one_row_at_a_time(SequencePooling pooling) => AssertRows(pooling, (_, events, _) => pooling switch
    {
        SequencePooling.Sum => events.sum(dim: 0),
        SequencePooling.Mean => events.mean([0]),
        _ => events[-1],
    });

    /// <summary>
    /// a(e, t) is a perceptron over [e, t, e * t] next to each other, one event at a time (Zhou et al. 2018), with the weights as they are or with softmax over the row's events.
    /// </summary>
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public void Attention_is_a_perceptron_of_event_and_target(bool softmax, bool isTraining) => AssertRows(
        SequencePooling.Attention,
        (module, events, target) =>
        {
            Dictionary<string, torch.Tensor> state = module.state_dict();
            torch.Tensor first = torch.cat([state["unit.events"], state["unit.targets"], state["unit.products"]]);
            torch.Tensor input = torch.cat([events, target.expand(events.size(0), -1), events * target], 1);
            torch.Tensor hidden = torch.nn.functional.relu(torch.matmul(input, first) + state["unit.bias"]);
            hidden = torch.nn.functional.relu(torch.matmul(hidden, state["unit.rest.0.weight"][0]) + state["unit.rest.0.bias"][0]);
            torch.Tensor scores = torch.matmul(hidden, state["unit.output.weight"][0]) + state["unit.output.bias"][0];
            return ((softmax ? scores.softmax(0L) : scores) * events).sum(dim: 0);
        },
        softmax,
        isTraining);

    /// <summary>libtorch's unit over each list by itself: no padding.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Gru_is_libtorchs_over_one_list_at_a_time(bool isTraining) => AssertRows(
        SequencePooling.Gru,
        (module, events, _) =>
        {
            GRU unit = module.modules().OfType<GRU>().First();
            (_, torch.Tensor state) = unit.call(events.unsqueeze(0));
            return state.view(-1);
        },
        isTraining: isTraining);

    /// <summary>softmax(q k / sqrt(width)) v of each head, a row at a time, with positions from the end, the way around and the output map, then the mean.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Self_attention_is_a_loop_over_rows(bool isTraining) => AssertRows(
        SequencePooling.SelfAttention,
        (module, events, _) =>
        {
            Dictionary<string, torch.Tensor> state = module.state_dict();
            long length = events.size(0);
            torch.Tensor fromEnd = torch.arange(length - 1, -1, -1);
            torch.Tensor placed = events + state["attention.positions"].index_select(0, fromEnd);
            torch.Tensor projected = torch.matmul(placed, state["attention.projections.weight"][0]) + state["attention.projections.bias"][0];
            torch.Tensor[] parts = projected.chunk(3, 1);
            const int HeadWidth = 2;
            torch.Tensor[] heads = [.. Enumerable.Range(0, 2).Select(head =>
            {
                torch.Tensor[] of = [.. parts.Select(part => part.narrow(1, head * HeadWidth, HeadWidth))];
                return torch.matmul((torch.matmul(of[0], of[1].t()) / Math.Sqrt(HeadWidth)).softmax(1L), of[2]);
            })];
            torch.Tensor attended = torch.matmul(torch.cat(heads, 1), state["attention.output.weight"][0]) + state["attention.output.bias"][0];
            return (placed + attended).mean([0]);
        },
        isTraining: isTraining);

    /// <summary>A row's bits in evaluation don't depend on the rows of its batch, so prediction gives those of training's validation.</summary>
    [Theory]
    [MemberData(nameof(Poolings))]
    public void In_evaluation_a_rows_bits_are_its_own(SequencePooling pooling)
    {
        using LearntFeature feature = Feature(pooling);
        FeatureModule module = feature.Module(Dimension);
        module.eval();
        ImmutableArray<EmbeddingLookup> tables = [new EmbeddingLookup(feature.Table("table", feature.Vocabularies[0].Length + 1, Dimension), hasSparseGradient: false)];
        using IDisposable noGrad = torch.no_grad();
        FeatureInput input = feature.Input();
        byte[] whole = module.Forward(input, tables).contiguous().bytes.ToArray();

        // The same number of rows, as batches of prediction have, but other lists behind the first row's.
        using LearntFeature others = Feature(pooling, [Items[0], "a", "b c d", "a a a a", "d", ""]);
        Assert.Equal(feature.Vocabularies[0].AsEnumerable(), others.Vocabularies[0]);
        byte[] first = module.Forward(others.Input(), tables).contiguous().bytes.ToArray();
        int width = feature.Encoder.WidthOf([Dimension]) * sizeof(float);
        Assert.Equal(whole[..width], first[..width]);
    }

    /// <summary>Of the numbers 0 and e - 1, sign(x) log(1 + |x|) is 0 and 1: mean 1/2, deviation 1/2. A missing one is the mean.</summary>
    [Fact]
    public void Numbers_of_events_are_logarithms_standardised()
    {
        using var feature = new LearntFeature(
            new SequenceFeature(new()
            {
                Columns = [new() { Column = "items" }, new() { Column = "ages", Numbers = true }],
                Pooling = SequencePooling.Last,
                Lists = new() { Separator = " " },
            }),
            2,
            LearntFeature.Texts("a b", "c"),
            LearntFeature.NumberLists([0, Math.E - 1], [double.NaN]));
        Assert.Empty(feature.Faults);
        Assert.Equal([-1, 1, 0], feature.Encode().ElementValues(0).ToArray());
        Assert.Equal(Dimension + 1, feature.Encoder.WidthOf([Dimension]));
    }

    [Fact]
    public void Lists_of_unequal_length_and_numbers_out_of_range_are_faults()
    {
        using var feature = new LearntFeature(
            new SequenceFeature(new() { Columns = [new() { Column = "items" }, new() { Column = "ages", Numbers = true }], Lists = new() { Separator = " " } }),
            4,
            LearntFeature.Texts("a b", "a", "a b", null),
            LearntFeature.Texts("1", "many", "1 2", "7"));
        Assert.Equal(["MMOE2704 0 ages", "MMOE2706 1 ages", "MMOE2704 3 ages"], feature.Faults);
    }

    [Theory]
    [InlineData(ListEnd.First, new[] { 1, 2 })]
    [InlineData(ListEnd.Last, new[] { 3, 4 })]
    public void Longer_lists_are_cut_and_counted(ListEnd keep, int[] codes)
    {
        using var feature = new LearntFeature(
            new SequenceFeature(new()
            {
                Columns = [new() { Column = "items", Vocabulary = new() { Identities = 10 } }],
                Lists = new() { Separator = " ", MaximumLength = 2, Keep = keep },
            }),
            2,
            LearntFeature.Texts("0 1 2 3", "5"));
        Assert.Equal([codes, [6]], feature.ElementCodes());
        Assert.Equal(["MMOE2705 items"], feature.Remarks);
    }

    [Fact]
    public void Empty_columns_and_separators_that_never_occur_are_reported()
    {
        using LearntFeature empty = Feature(SequencePooling.Mean, [null, ""]);
        Assert.Equal(["MMOE2701 items"], empty.Remarks);
        using LearntFeature other = Feature(SequencePooling.Mean, ["a,b", "c"]);
        Assert.Equal(["MMOE2703 items"], other.Remarks);
    }

    private static LearntFeature Feature(SequencePooling pooling, string?[]? items = null, bool softmax = false)
    {
        items ??= Items;
        bool isAttention = pooling == SequencePooling.Attention;
        return new LearntFeature(
            new SequenceFeature(new()
            {
                Columns = [new() { Column = "items", Target = isAttention ? "item" : null }],
                Pooling = pooling,
                AttentionHidden = [5, 4],
                AttentionSoftmax = softmax,
                Heads = 2,
                Lists = new() { Separator = " ", MaximumLength = 6 },
            }),
            items.Length,
            isAttention ? [LearntFeature.Texts(items), LearntFeature.Texts(Targets)] : [LearntFeature.Texts(items)]);
    }

    /// <summary>Each row's vector, and the gradient of the table, are those of a computation for one row; rows without events are zeros.</summary>
    private static void AssertRows(
        SequencePooling pooling, Func<FeatureModule, torch.Tensor, torch.Tensor, torch.Tensor> ofRow, bool softmax = false, bool isTraining = true)
    {
        using LearntFeature feature = Feature(pooling, softmax: softmax);
        FeatureModule module = feature.Module(Dimension);
        module.train(isTraining);
        Parameter table = feature.Table("table", feature.Vocabularies[0].Length + 1, Dimension);
        FeatureInput input = feature.Input();
        torch.Tensor weights = torch.randn(Items.Length, Dimension);
        torch.Tensor actual = module.Forward(input, [new EmbeddingLookup(table, hasSparseGradient: false)]);
        (actual * weights).sum().backward();

        torch.Tensor other = table.detach().clone().requires_grad_();
        torch.Tensor[] expected =
        [
            .. feature.ElementCodes().Select((codes, row) => codes.Length == 0
                ? torch.zeros(Dimension)
                : ofRow(
                    module,
                    other.index_select(0, torch.tensor([.. codes.Select(code => (long)code)])),
                    input.Codes.size(1) == 0 ? other[0] : other[input.Codes[row, 0].item<long>()])),
        ];
        torch.Tensor all = torch.stack(expected);
        (all * weights).sum().backward();
        Assert.True(torch.allclose(all, actual, 1e-4, 1e-5), $"differ by up to {(all - actual).abs().max().item<float>()}");
        Assert.True(torch.allclose(other.grad!, table.grad!, 1e-4, 1e-5), $"gradients differ by up to {(other.grad! - table.grad!).abs().max().item<float>()}");
        Assert.True(other.grad!.abs().max().item<float>() > 1e-4);
    }
}
