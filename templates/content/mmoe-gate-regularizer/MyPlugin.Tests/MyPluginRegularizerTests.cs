using MmoePipeline.Testing;
using TorchSharp;
using Xunit;

namespace MyPlugin.Tests;

public sealed class MyPluginRegularizerTests
{
    [Fact]
    public void Does_what_its_kind_promises() => PluginConformance.Verify<MyPluginRegularizer>();

    [Fact]
    public void Even_gates_are_penalised_least()
    {
        using var scope = torch.NewDisposeScope();
        using var regularizer = new MyPluginRegularizer(new MyPluginRegularizerOptions { Weight = 2 });
        torch.Tensor even = torch.full([3, 1, 4], 0.25f);
        torch.Tensor sure = torch.tensor(new float[] { 1, 0, 0, 0 }).view(1, 1, 4);
        Assert.Equal(0.5, regularizer.Penalty(even, even)!.item<float>(), 1e-6);
        Assert.Equal(2, regularizer.Penalty(sure, sure)!.item<float>(), 1e-6);
    }
}
