using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Optimization;
using MmoePipeline.Plugins.Optimizers.Adam;
using MmoePipeline.Plugins.Optimizers.LazyAdam;
using TorchSharp;
using Parameter = TorchSharp.Modules.Parameter;

namespace MmoePipeline.Plugins.Tests.Optimizers;

public sealed class LazyAdamTests : NetworkFixture
{
    private const int Rows = 7;
    private const int Dimension = 19;

    private static readonly AdamOptions Options =
        new() { Step = new() { LearningRate = 0.1, Beta1 = 0.8, Beta2 = 0.9, Epsilon = 1e-3 }, WeightDecay = 0.05 };

    /// <summary>Algorithm 1 of the paper in double precision for the rows of the batch, one of them twice; the others stay, to the bit.</summary>
    [Fact]
    public void Rows_of_the_batch_move_by_the_paper_and_others_stay()
    {
        (LazyAdam adam, Parameter table) = Build();
        double[] theta = [.. table.data<float>().Select(value => (double)value)];
        double[] mean = new double[theta.Length];
        double[] square = new double[theta.Length];
        long[][] batches = [[1, 4, 1], [4, 5, 6], [1, 1, 1], [0, 2, 4]];
        for (int step = 1; step <= batches.Length; step++)
        {
            torch.Tensor values = Random.Open($"gradient {step}").Normal([3, Dimension]);
            table.grad = torch.sparse_coo_tensor(torch.tensor(batches[step - 1]).view(1, -1), values, [Rows, Dimension]);
            adam.Step(1);
            float[] gradients = values.data<float>().ToArray();
            foreach (int row in batches[step - 1].Distinct())
            {
                for (int i = 0; i < Dimension; i++)
                {
                    int at = (row * Dimension) + i;
                    double g = (0.05 * theta[at]) + Enumerable.Range(0, 3)
                        .Where(index => batches[step - 1][index] == row).Sum(index => (double)gradients[(index * Dimension) + i]);
                    mean[at] = (0.8 * mean[at]) + (0.2 * g);
                    square[at] = (0.9 * square[at]) + (0.1 * g * g);
                    theta[at] -= 0.1 * (mean[at] / (1 - Math.Pow(0.8, step))) / (Math.Sqrt(square[at] / (1 - Math.Pow(0.9, step))) + 1e-3);
                }
            }
        }

        float[] moved = table.data<float>().ToArray();
        Assert.All(theta.Zip(moved), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.Equal((float)theta[3 * Dimension], moved[3 * Dimension]);
        Assert.Equal(batches.Length, adam.State["table.step"].item<float>());
        adam.Dispose();
    }

    [Fact]
    public void Where_every_row_is_looked_up_it_is_adam()
    {
        (LazyAdam lazy, Parameter table) = Build();
        var dense = new Parameter(table.detach().clone());
        using var adam = new Plugins.Optimizers.Adam.Adam(Options, Training(new TrainableParameter("table", dense)));
        for (int step = 0; step < 4; step++)
        {
            torch.Tensor gradient = Random.Open($"gradient {step}").Normal([Rows, Dimension]);
            table.grad = torch.sparse_coo_tensor(torch.arange(Rows).view(1, -1), gradient, [Rows, Dimension]);
            dense.grad = gradient.clone();
            lazy.Step(1);
            adam.Step(1);
        }

        Assert.Equal(0, (table - dense).abs().max().item<float>(), 1e-5);
        lazy.Dispose();
    }

    [Fact]
    public void Libtorchs_operators_give_the_same()
    {
        (LazyAdam lazy, Parameter table) = Build();
        (LazyAdam other, Parameter wide) = Build(torch.float64);
        for (int step = 0; step < 4; step++)
        {
            torch.Tensor rows = torch.tensor(new long[] { step, 5, 5, 6 - step }).view(1, -1);
            torch.Tensor gradient = Random.Open($"gradient {step}").Normal([4, Dimension]);
            table.grad = torch.sparse_coo_tensor(rows, gradient, [Rows, Dimension]);
            wide.grad = torch.sparse_coo_tensor(rows, gradient.to(torch.float64), [Rows, Dimension]);
            lazy.Step(1);
            other.Step(1);
        }

        Assert.Equal(0, (table.to(torch.float64) - wide).abs().max().item<double>(), 1e-5);
        lazy.Dispose();
        other.Dispose();
    }

    [Fact]
    public void Embeddings_sparse_gradient_is_the_dense_one()
    {
        using var dense = new FeatureEmbedding("embedding", Context(Random, "one"));
        using var sparse = new FeatureEmbedding("other", Context(Random, "one") with { SparseEmbeddingGradients = true });
        using (torch.no_grad())
        {
            sparse.Table.copy_(dense.Table);
        }

        FeatureBatch batch = Batch(9);
        torch.Tensor weights = Random.Open("weights").Normal([9, Layout.InputWidth]);
        torch.Tensor expected = dense.Forward(batch);
        torch.Tensor embedded = sparse.Forward(batch);
        Assert.Equal(expected.data<float>().ToArray(), embedded.data<float>().ToArray());
        (expected * weights).sum().backward();
        (embedded * weights).sum().backward();
        Assert.True(sparse.Table.grad!.is_sparse);
        Assert.Equal(0, (sparse.Table.grad!.to_dense() - dense.Table.grad!).abs().max().item<float>(), 1e-6);
    }

    private (LazyAdam Adam, Parameter Table) Build(torch.ScalarType type = torch.ScalarType.Float32)
    {
        using var random = new Randomness.RandomStreams(3);
        var table = new Parameter(random.Open("table").Normal([Rows, Dimension]).to(type));
        var adam = new LazyAdam(Options, Training(new("table", table), new("bias", new Parameter(torch.ones(2)))));
        return (adam, table);
    }
}
