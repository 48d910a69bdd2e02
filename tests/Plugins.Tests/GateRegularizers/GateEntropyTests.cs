using MmoePipeline.Plugins.GateRegularizers.Entropy;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.GateRegularizers;

public sealed class GateEntropyTests : GateRegularizerFixture
{
    [Fact]
    public void Entropy_is_penalised_below_its_floor_only()
    {
        using var entropy = Build(context => new GateEntropy(new GateEntropyOptions { Floor = 0.5, Weight = 3 }, context));
        torch.Tensor even = torch.full([8, 2, 4], 0.25f);
        torch.Tensor collapsed = torch.zeros(8, 2, 4, requires_grad: false);
        collapsed.select(-1, 2).fill_(1);
        collapsed.requires_grad_();
        Assert.Equal(0, entropy.Penalty(even, even)!.item<float>());
        torch.Tensor penalty = entropy.Penalty(even, collapsed)!;
        Assert.Equal(2 * 3 * 0.5 * Math.Log(4), penalty.item<float>(), 1e-5);
        penalty.backward();
        Assert.True(collapsed.grad!.isfinite().all().item<bool>());
    }
}
