using MmoePipeline.Modeling;
using MmoePipeline.Plugins.GateRegularizers.Dropout;
using MmoePipeline.Plugins.GateRegularizers.Temperature;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests;

public sealed class GateRegularizerTests : NetworkFixture
{
    [Fact]
    public void Temperature_divides_the_logits()
    {
        using var temperature = new GateTemperature(new GateTemperatureOptions { Scale = 4 });
        torch.Tensor logits = torch.tensor(new[] { 8f, -2, 0 }).view(1, 1, 3);
        Assert.Equal([2f, -0.5f, 0], temperature.OnLogits(logits).data<float>().ToArray());
    }

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

    private GateDropout Dropout(double rate)
    {
        var dropout = new GateDropout(new GateDropoutOptions { Rate = rate });
        dropout.Attach(new GateSite
        {
            Name = "gates.regularizers.0",
            Gates = ["one", "two"],
            Experts = 4,
            Hidden = [],
            Parameters = [],
            Random = Random,
            Device = torch.CPU,
        });
        dropout.train();
        return dropout;
    }
}
