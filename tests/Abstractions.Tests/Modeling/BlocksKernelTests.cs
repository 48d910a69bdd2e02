using CsCheck;
using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Modeling.Gates;
using MmoePipeline.Randomness;
using TorchSharp;

namespace MmoePipeline.Abstractions.Tests.Modeling;

/// <summary>The kernels in managed code against the same functions as chains of libtorch's operators.</summary>
public sealed class BlocksKernelTests
{
    /// <summary>Widths around the length of a vector, so that full vectors and remainders both come.</summary>
    private static readonly Gen<int[]> Sizes = Gen.Select(Gen.Int[1, 9], Gen.Int[1, 4], Gen.Int[1, 19], Gen.Int[1, 35])
        .Select((batch, gates, experts, width) => new[] { batch, gates, experts, width });

    [Fact]
    public void The_softmax_and_its_gradient_are_those_of_libtorch() => Sizes.Sample(
        sizes =>
        {
            using DisposeScope scope = torch.NewDisposeScope();
            torch.Tensor logits = torch.randn(sizes[0], sizes[1], sizes[2]).mul(5);
            AssertSame(inputs => Mixture.Weights(inputs[0]), inputs => inputs[0].softmax(-1), logits);
        },
        iter: 200);

    [Fact]
    public void The_mixture_and_its_gradients_are_those_of_libtorch() => Sizes.Sample(
        sizes =>
        {
            using DisposeScope scope = torch.NewDisposeScope();
            torch.Tensor weights = torch.rand(sizes[0], sizes[1], sizes[2]);
            torch.Tensor outputs = torch.randn(sizes[2], sizes[0], sizes[3]);
            AssertSame(
                inputs => Mixture.Combine(inputs[0], inputs[1]),
                inputs => torch.einsum("bge,ebw->gbw", inputs[0], inputs[1]),
                weights,
                outputs);
        },
        iter: 200);

    [Fact]
    public void The_embedding_and_its_gradient_are_those_of_libtorch() => Sizes.Sample(
        sizes =>
        {
            using DisposeScope scope = torch.NewDisposeScope();
            (int batch, int fields, int dimension, int numbers) = (sizes[0], sizes[1], sizes[2], sizes[3] % 4);
            using var random = new RandomStreams(1);
            var layout = new FeatureLayout(
                [.. Enumerable.Range(0, fields).Select(field => new CategoricalField($"{field}", 3, 3 * field))],
                [.. Enumerable.Range(0, numbers).Select(number => $"n{number}")],
                dimension);
            using var block = new FeatureEmbedding("e", Contexts.Of(random, layout, new TaskOutput("t", 0, 1)));

            // Samples share rows, whose gradients add up.
            torch.Tensor rows = torch.randint(0, 3, [batch, fields]) + (torch.arange(fields) * 3);
            var features = new FeatureBatch(rows, torch.randn(batch, numbers));
            torch.Tensor embedded = block.Forward(features);
            torch.Tensor gradient = torch.randn(embedded.shape);
            embedded.backward([gradient]);

            torch.Tensor table = block.Table.detach().clone().requires_grad_();
            torch.Tensor expected = torch.cat([table.index_select(0, rows.flatten()).view(batch, -1), features.Numeric], 1);
            expected.backward([gradient]);
            Assert.True(expected.equal(embedded).all().item<bool>());
            AssertClose(table.grad!, block.Table.grad!);
        },
        iter: 100);

    [Fact]
    public void Without_a_graph_the_values_are_the_same()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor logits = torch.randn(5, 2, 11).requires_grad_();
        torch.Tensor outputs = torch.randn(11, 5, 17);
        torch.Tensor training = Mixture.Combine(Mixture.Weights(logits), outputs);
        using (torch.no_grad())
        {
            torch.Tensor prediction = Mixture.Combine(Mixture.Weights(logits), outputs);
            Assert.False(prediction.requires_grad);
            Assert.True(training.equal(prediction).all().item<bool>());
        }
    }

    [Fact]
    public void Large_logits_do_not_overflow()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor weights = Mixture.Weights(torch.tensor(new[] { 1e30f, -1e30f, 1e30f, 0, 0, 0, 0, 0, 0 }).view(1, 1, 9));
        Assert.Equal([0.5f, 0, 0.5f, 0, 0, 0, 0, 0, 0], weights.data<float>().ToArray());
    }

    [Fact]
    public void Tensors_that_are_no_plain_floats_take_the_way_through_libtorch()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor logits = torch.randn(3, 2, 4, torch.float64).requires_grad_();
        torch.Tensor outputs = torch.randn(4, 3, 5, torch.float64).requires_grad_();
        AssertSame(
            inputs => Mixture.Combine(Mixture.Weights(inputs[0]), inputs[1]),
            inputs => torch.einsum("bge,ebw->gbw", inputs[0].softmax(-1), inputs[1]),
            logits,
            outputs);
    }

    [Fact]
    public void Gradients_of_single_tasks_can_be_taken_one_after_another()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor weights = torch.rand(4, 2, 3).requires_grad_();
        torch.Tensor outputs = torch.randn(3, 4, 5).requires_grad_();
        torch.Tensor mixed = Mixture.Combine(weights, outputs);
        torch.Tensor first = torch.autograd.grad([mixed[0].sum()], [outputs], retain_graph: true)[0];
        torch.Tensor second = torch.autograd.grad([mixed[1].sum()], [outputs], retain_graph: true)[0];
        torch.Tensor both = torch.autograd.grad([mixed.sum()], [outputs])[0];
        AssertClose(both, first + second);
    }

    /// <summary>The gradient of a gradient's norm, as penalties on gradients need it.</summary>
    [Fact]
    public void Second_derivatives_are_those_of_libtorch()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor logits = torch.randn(3, 2, 4);
        torch.Tensor outputs = torch.randn(4, 3, 5);
        AssertSame(
            inputs => GradientNorms(inputs, Mixture.Combine(Mixture.Weights(inputs[0]), inputs[1])),
            inputs => GradientNorms(inputs, torch.einsum("bge,ebw->gbw", inputs[0].softmax(-1), inputs[1])),
            logits,
            outputs);
    }

    [Fact]
    public void A_row_outside_of_the_table_is_refused()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var random = new RandomStreams(1);
        using var block = new FeatureEmbedding(
            "e", Contexts.Of(random, new FeatureLayout([new("a", 3, 0)], [], 2), new TaskOutput("t", 0, 1)));
        var features = new FeatureBatch(torch.tensor(new long[,] { { 3 } }), torch.empty(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => block.Forward(features));
    }

    private static torch.Tensor GradientNorms(torch.Tensor[] inputs, torch.Tensor output)
    {
        IList<torch.Tensor> gradients = torch.autograd.grad([output.square().sum()], inputs, retain_graph: true, create_graph: true);
        return gradients[0].square().sum() + gradients[1].square().sum();
    }

    private static void AssertSame(
        Func<torch.Tensor[], torch.Tensor> kernel, Func<torch.Tensor[], torch.Tensor> chain, params torch.Tensor[] values)
    {
        torch.Tensor[] left = [.. values.Select(value => value.detach().clone().requires_grad_())];
        torch.Tensor[] right = [.. values.Select(value => value.detach().clone().requires_grad_())];
        torch.Tensor actual = kernel(left);
        torch.Tensor expected = chain(right);
        AssertClose(expected, actual);

        torch.Tensor gradient = torch.randn(expected.shape).to(expected.dtype);
        actual.backward([gradient]);
        expected.backward([gradient]);
        for (int index = 0; index < values.Length; index++)
        {
            AssertClose(right[index].grad!, left[index].grad!);
        }
    }

    private static void AssertClose(torch.Tensor expected, torch.Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.True(
            torch.allclose(expected, actual, rtol: 1e-5, atol: 1e-5),
            $"differ by up to {(expected - actual).abs().max().to(torch.float64).item<double>()}");
    }
}
