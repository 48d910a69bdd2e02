using CsCheck;
using MmoePipeline.Features;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Abstractions.Tests.Modeling;

/// <summary>Weighted sums of vectors over lists, against libtorch's embedding bags.</summary>
public sealed class PooledEmbeddingTests
{
    private const int Rows = 7;

    private static readonly Gen<(int Lists, int Dimension, bool HasWeights, int Seed)> Cases =
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 19], Gen.Bool, Gen.Int[0, 1000]);

    [Fact]
    public void Sums_and_gradients_are_those_of_embedding_bag() => Cases.Sample(
        of =>
        {
            using DisposeScope scope = torch.NewDisposeScope();
            (ListInput list, torch.Tensor? weights) = Draw(of.Lists, of.HasWeights, of.Seed);
            var table = new Parameter(torch.randn(Rows, of.Dimension));
            torch.Tensor pooled = new EmbeddingLookup(table, hasSparseGradient: false).Sum(list, 0, weights);
            torch.Tensor gradient = torch.randn(pooled.shape);
            pooled.backward([gradient]);

            using EmbeddingBag bag = torch.nn.EmbeddingBag_from_pretrained(table.detach().clone(), freeze: false, mode: EmbeddingBagMode.Sum);
            torch.Tensor starts = list.Starts.narrow(0, 0, of.Lists);
            torch.Tensor expected = bag.call(list.Codes[0], starts, weights ?? torch.ones(list.Elements));
            expected.backward([gradient]);
            AssertClose(expected, pooled);
            AssertClose(bag.weight!.grad!, table.grad!);
            using (torch.no_grad())
            {
                Assert.True(pooled.equal(new EmbeddingLookup(table, hasSparseGradient: false).Sum(list, 0, weights)).all().item<bool>());
            }
        },
        iter: 200,
        threads: 1);

    [Fact]
    public void Sparse_gradients_are_the_rows_of_the_dense_one() => Cases.Sample(
        of =>
        {
            using DisposeScope scope = torch.NewDisposeScope();
            (ListInput list, torch.Tensor? weights) = Draw(of.Lists, of.HasWeights, of.Seed);
            var dense = new Parameter(torch.randn(Rows, of.Dimension));
            var sparse = new Parameter(dense.detach().clone());
            torch.Tensor gradient = torch.randn(of.Lists, of.Dimension);
            torch.Tensor expected = new EmbeddingLookup(dense, hasSparseGradient: false).Sum(list, 0, weights);
            torch.Tensor actual = new EmbeddingLookup(sparse, hasSparseGradient: true).Sum(list, 0, weights);
            expected.backward([gradient]);
            actual.backward([gradient]);
            Assert.True(expected.equal(actual).all().item<bool>());
            Assert.True(sparse.grad!.is_sparse);
            AssertClose(dense.grad!, sparse.grad.to_dense());
        },
        iter: 100,
        threads: 1);

    /// <summary>The gradient of a gradient's norm, as penalties on gradients need it, against a chain of libtorch's operators.</summary>
    [Fact]
    public void Second_derivatives_are_those_of_libtorch() => Cases.Sample(
        of =>
        {
            using DisposeScope scope = torch.NewDisposeScope();
            (ListInput list, torch.Tensor? weights) = Draw(of.Lists, of.HasWeights, of.Seed);
            torch.Tensor values = torch.randn(Rows, of.Dimension);
            var table = new Parameter(values.clone());
            torch.Tensor other = values.clone().requires_grad_();
            GradientNorm(new EmbeddingLookup(table, hasSparseGradient: false).Sum(list, 0, weights), table).backward();
            torch.Tensor vectors = other.index_select(0, list.Codes[0]);
            GradientNorm(list.Sum(weights is null ? vectors : vectors * weights.unsqueeze(1)), other).backward();
            AssertClose(other.grad!, table.grad!);
        },
        iter: 100,
        threads: 1);

    /// <summary>In double precision the way is that of libtorch, which has derivatives of any order.</summary>
    [Fact]
    public void Tables_that_are_not_float32_give_the_same()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        (ListInput list, torch.Tensor? weights) = Draw(5, hasWeights: true, 3);
        torch.Tensor values = torch.randn(Rows, 6);
        torch.Tensor plain = new EmbeddingLookup(new Parameter(values.clone()), hasSparseGradient: false).Sum(list, 0, weights);
        torch.Tensor wide = new EmbeddingLookup(new Parameter(values.to(torch.float64)), hasSparseGradient: false).Sum(list, 0, weights!.to(torch.float64));
        AssertClose(wide.to(torch.float32), plain);
    }

    [Fact]
    public void A_code_outside_of_the_table_is_refused()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var list = new ListInput(torch.tensor(new long[] { 0, 1 }), torch.tensor(new long[] { 0 }), torch.tensor(new long[,] { { Rows } }), torch.zeros(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EmbeddingLookup(new Parameter(torch.randn(Rows, 2)), hasSparseGradient: false).Sum(list, 0));
    }

    private static torch.Tensor GradientNorm(torch.Tensor pooled, torch.Tensor table) =>
        torch.autograd.grad([pooled.pow(3).sum()], [table], retain_graph: true, create_graph: true)[0].square().sum();

    /// <summary>Lists of 0 to 4 elements, of which rows of the table recur.</summary>
    private static (ListInput List, torch.Tensor? Weights) Draw(int lists, bool hasWeights, int seed)
    {
        var random = new Random(seed);
        int[] lengths = [.. Enumerable.Range(0, lists).Select(_ => random.Next(0, 5))];
        int elements = lengths.Sum();
        long[] starts = [.. Enumerable.Range(0, lists + 1).Select(row => (long)lengths.Take(row).Sum())];
        return (
            new ListInput(
                torch.tensor(starts),
                torch.tensor([.. lengths.SelectMany((length, row) => Enumerable.Repeat((long)row, length))], torch.int64),
                torch.tensor([.. Enumerable.Range(0, elements).Select(_ => (long)random.Next(Rows))], [1, elements], torch.int64),
                torch.zeros(0, elements)),
            hasWeights ? torch.tensor([.. Enumerable.Range(0, elements).Select(_ => random.NextSingle())], torch.float32) : null);
    }

    private static void AssertClose(torch.Tensor expected, torch.Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.True(torch.allclose(expected, actual, rtol: 1e-5, atol: 1e-5));
    }
}
