using MmoePipeline.Modeling;
using MmoePipeline.Plugins.Architectures.Mmoe;
using MmoePipeline.Plugins.GateRegularizers.Freeze;
using MmoePipeline.Plugins.GateRegularizers.LayerNorm;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Tests.GateRegularizers;

public sealed class GateFreezeTests : GateRegularizerFixture
{
    [Theory]
    [InlineData(null, 3)]
    [InlineData(25, null)]
    public void Freeze_stops_the_gates_and_lets_them_go_again(int? step, int? epoch)
    {
        var clock = new StoppedClock();
        using MmoeModel model = Model(
            Slot("norm", context => new GateLayerNorm(context)),
            Slot("freeze", context => new GateFreeze(new GateFreezeOptions { Step = step, Epoch = epoch, ThawAfter = 1 }, clock, context)));
        model.train();
        Parameter[] gates = [.. model.named_parameters()
            .Where(named => named.name.StartsWith("gates", StringComparison.Ordinal)).Select(named => named.parameter)];
        Assert.Equal(4, gates.Length);
        FeatureBatch batch = Batch(8);

        // Ten steps an epoch; by epoch the third is frozen, by step what is left of it from step 25 on.
        foreach ((int at, bool moves) in new[] { (0, true), (19, true), (step ?? 20, false), (29, false), (30, true), (39, true) })
        {
            (clock.Step, clock.Epoch) = (at, (at / 10) + 1);
            float[][] before = [.. gates.Select(parameter => parameter.data<float>().ToArray())];
            foreach (Parameter parameter in model.parameters())
            {
                parameter.grad = null;
            }

            (model.Forward(batch).Logits * torch.arange(1, 9).view(8, 1)).square().sum().backward();
            using (torch.no_grad())
            {
                foreach (Parameter parameter in model.parameters().Where(parameter => parameter.grad is not null))
                {
                    parameter.sub_(parameter.grad! * 1e-4f);
                }
            }

            Assert.All(gates.Zip(before), pair => Assert.Equal(moves, !pair.First.data<float>().ToArray().SequenceEqual(pair.Second)));
        }
    }

    [Fact]
    public void Freeze_waits_until_the_gates_have_settled()
    {
        var clock = new StoppedClock();
        using Linear bank = torch.nn.Linear(1, 1);
        using var freeze = new GateFreeze(new GateFreezeOptions { Threshold = 0.01, Evaluations = 2 }, clock, Site() with { Bank = bank });
        torch.Tensor even = torch.full([8, 2, 4], 0.25f);
        torch.Tensor other = torch.tensor(new[] { 0.9f, 0.1f, 0, 0 }).expand(8, 2, 4);
        var learning = new List<bool>();
        foreach (torch.Tensor weights in new[] { even, even, other, other, other, other })
        {
            freeze.OnInput(torch.zeros(1, 1));
            learning.Add(bank.weight!.requires_grad);
            freeze.OnWeights(weights);
            clock.Epoch++;
        }

        // Epochs 1 and 2 are alike, 2 and 3 are not; 3 and 4, 4 and 5 are, which shows at the start of epoch 6.
        Assert.Equal([true, true, true, true, true, false], learning);
    }
}
