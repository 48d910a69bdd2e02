using MmoePipeline.Plugins.GateRegularizers.BiasBalance;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.GateRegularizers;

public sealed class GateBiasBalanceTests : GateRegularizerFixture
{
    [Fact]
    public void Bias_balance_moves_biases_against_the_load()
    {
        using var balance = Build(context => new GateBiasBalance(new GateBiasBalanceOptions { Rate = 0.5 }, context));
        torch.Tensor logits = torch.zeros(8, 2, 4);
        torch.Tensor weights = torch.tensor(new[] { 0.4f, 0.25f, 0.2f, 0.15f }).expand(8, 2, 4);
        balance.OnWeights(weights);
        Assert.Equal([-0.5f, 0, 0.5f, 0.5f], balance.OnLogits(logits)[0, 1].data<float>().ToArray());
        balance.eval();
        balance.OnWeights(weights);
        Assert.Equal(-0.5f, balance.OnLogits(logits)[0, 0, 0].item<float>());
    }
}
