using MmoePipeline.Losses;
using MmoePipeline.Randomness;
using MmoePipeline.Testing;
using TorchSharp;
using Xunit;

namespace MyPlugin.Tests;

public sealed class MyPluginWeightingTests
{
    [Fact]
    public void Does_what_its_kind_promises() => PluginConformance.Verify<MyPluginWeighting>();

    [Fact]
    public void Losses_are_divided_by_their_running_mean()
    {
        using var scope = torch.NewDisposeScope();
        using var random = new RandomStreams(1);
        var context = new LossWeightingContext { Path = "loss", Tasks = ["a", "b"], SharedParameterCount = 1, Random = random, Device = torch.CPU };
        using var weighting = new MyPluginWeighting(new MyPluginWeightingOptions { Momentum = 0 }, context);
        Assert.Equal(2, weighting.Combine(torch.tensor(new float[] { 4, 100 })).item<float>(), 1e-6);
    }
}
