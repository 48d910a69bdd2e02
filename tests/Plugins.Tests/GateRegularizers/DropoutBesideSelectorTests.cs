using MmoePipeline.Modeling.Gates;
using MmoePipeline.Plugins.GateRegularizers.Dropout;
using MmoePipeline.Plugins.GateRegularizers.DselectK;
using MmoePipeline.Plugins.GateRegularizers.NoisyTopK;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.GateRegularizers;

public sealed class DropoutBesideSelectorTests : NetworkFixture
{
    [Theory]
    [InlineData("top")]
    [InlineData("dselect")]
    public void Dropout_beside_a_selector_sums_to_one_and_has_finite_gradients(string selector)
    {
        using var random = new Randomness.RandomStreams(5);
        using var bank = new GateBank(
            "gates",
            new GateOptions
            {
                Regularizers =
                [
                    Slot<GateRegularizer, GateContext>(selector, context => selector == "top"
                        ? new GateNoisyTopK(new GateNoisyTopKOptions { K = 2 }, context)
                        : new GateDselectK(new GateDselectKOptions { K = 2, Gamma = 1e-3, PerExample = true }, context)),
                    Slot<GateRegularizer, GateContext>(
                        "dropout", context => new GateDropout(new GateDropoutOptions { Rate = 0.3 }, context)),
                ],
            },
            ["one"], ["a", "b", "c", "d"], 5, Context(random, "one"));
        bank.train();
        torch.Tensor input = Random.Open("input").Normal([2000, 5]) * 100;
        torch.Tensor weights = bank.Forward(input, null, out _);
        weights.square().sum().backward();
        int zero = (int)(weights.sum(-1) < 0.5).sum().item<long>();
        int bad = bank.parameters().Count(p => p.grad is not null && !p.grad.isfinite().all().item<bool>());
        Assert.True(zero == 0 && bad == 0, $"{zero} of 2000 rows without weight; {bad} parameters with gradients that are not finite");
    }
}
