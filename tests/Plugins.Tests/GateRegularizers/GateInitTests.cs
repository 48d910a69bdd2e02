using MmoePipeline.Plugins.GateRegularizers.Init;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Tests.GateRegularizers;

public sealed class GateInitTests : GateRegularizerFixture
{
    [Fact]
    public void Init_draws_the_last_layer_with_its_deviation()
    {
        var weight = new Parameter(torch.ones(300, 400));
        var bias = new Parameter(torch.ones(400));
        var hidden = new Parameter(torch.ones(3, 4));
        using var init = new GateInit(new GateInitOptions { Deviation = 0.02 }, Site() with { Parameters = [hidden, new Parameter(torch.ones(4)), weight, bias] });
        Assert.Equal(0.02, weight.std().item<float>(), 0.02 * 4 / Math.Sqrt(2 * weight.numel()));
        Assert.Equal(0, bias.abs().sum().item<float>());
        Assert.Equal(12, hidden.sum().item<float>());
    }
}
