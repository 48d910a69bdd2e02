using MmoePipeline.Plugins.GateRegularizers.Smooth;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.GateRegularizers;

public sealed class GateSmoothTests : GateRegularizerFixture
{
    [Fact]
    public void Smooth_penalises_the_distance_to_the_moving_average()
    {
        using var smooth = Build(context => new GateSmooth(new GateSmoothOptions { Momentum = 0.75, Weight = 2 }, context));
        torch.Tensor even = torch.full([8, 2, 4], 0.25f);
        torch.Tensor other = torch.tensor(new[] { 0.65f, 0.25f, 0.05f, 0.05f }).expand(8, 2, 4);
        Assert.Equal(0, smooth.Penalty(even, even)!.item<float>());
        double distance = 0.4 * 0.4 + (2 * 0.2 * 0.2);
        Assert.Equal(2 * 2 * distance, smooth.Penalty(even, other)!.item<float>(), 1e-5);

        // The average has gone a quarter of the way.
        Assert.Equal(2 * 2 * distance * 0.75 * 0.75, smooth.Penalty(even, other)!.item<float>(), 1e-5);
    }
}
