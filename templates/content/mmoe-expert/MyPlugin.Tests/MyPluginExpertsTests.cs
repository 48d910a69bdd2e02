using MmoePipeline.Modeling.Experts;
using MmoePipeline.Randomness;
using MmoePipeline.Testing;
using TorchSharp;
using Xunit;

namespace MyPlugin.Tests;

public sealed class MyPluginExpertsTests
{
    [Fact]
    public void Does_what_its_kind_promises() => PluginConformance.Verify<MyPluginExperts>();

    [Fact]
    public void Values_are_those_of_a_hyperbolic_tangent()
    {
        using var scope = torch.NewDisposeScope();
        using var random = new RandomStreams(1);
        using ExpertBank bank = new MyPluginExperts(new MyPluginExpertsOptions { Count = 2, Width = 3 }).CreateBank(new ExpertContext
        {
            Path = "model.experts.0",
            Name = "experts.0",
            InputWidth = 4,
            Random = random,
            Device = torch.CPU,
        });
        torch.Tensor output = bank.Forward(torch.ones(5, 4));
        Assert.Equal([2, 5, 3], output.shape);
        Assert.True(output.abs().max().item<float>() < 1);
    }
}
