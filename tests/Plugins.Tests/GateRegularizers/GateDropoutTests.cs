using MmoePipeline.Plugins.GateRegularizers.Dropout;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.GateRegularizers;

public sealed class GateDropoutTests : GateRegularizerFixture
{
    [Fact]
    public void Dropout_keeps_the_share_that_it_says_and_sums_to_one()
    {
        const int Rows = 20_000;
        using GateDropout dropout = Dropout(0.3);
        torch.Tensor weights = torch.full([Rows, 2, 4], 0.25f);
        torch.Tensor kept = dropout.OnWeights(weights);

        Assert.Equal(0, (kept.sum(-1) - 1).abs().max().item<float>(), 1e-5);

        // All four are left out with probability 0.3^4, and then all are kept.
        double expected = 0.3 - Math.Pow(0.3, 4);
        double share = (kept == 0).to(torch.float32).mean().item<float>();
        Assert.Equal(expected, share, 5 * Math.Sqrt(expected / (Rows * 8)));
    }

    [Fact]
    public void What_dropout_keeps_stays_in_proportion()
    {
        using GateDropout dropout = Dropout(0.5);
        torch.Tensor weights = torch.tensor(new[] { 0.5f, 0.3f, 0.2f }).expand(1000, 1, 3);
        foreach (float[] row in dropout.OnWeights(weights).data<float>().ToArray().Chunk(3))
        {
            float[] scale = [.. row.Zip([0.5f, 0.3f, 0.2f], (after, before) => after / before).Where(ratio => ratio > 0)];
            Assert.All(scale, ratio => Assert.Equal(scale[0], ratio, 1e-4f));
        }
    }

    [Fact]
    public void Dropout_acts_while_training_only()
    {
        using GateDropout dropout = Dropout(0.5);
        dropout.eval();
        torch.Tensor weights = torch.full([10, 1, 2], 0.5f);
        Assert.Same(weights, dropout.OnWeights(weights));
    }

    /// <summary>Without renormalising, each weight keeps its mean: E[w kept / (1 - rate)] = w.</summary>
    [Fact]
    public void Dropout_without_renormalising_keeps_the_mean()
    {
        using var dropout = Build(context => new GateDropout(new GateDropoutOptions { Rate = 0.3, Renormalize = false }, context));
        torch.Tensor kept = dropout.OnWeights(torch.full([20_000, 2, 4], 0.25f));
        Assert.Equal([0f, 0.25f / 0.7f], kept.flatten().unique().output.data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(0.25, kept.mean().item<float>(), 0.003);
    }

    private GateDropout Dropout(double rate) => Build(context => new GateDropout(new GateDropoutOptions { Rate = rate }, context));
}
