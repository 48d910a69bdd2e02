using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Plugins.Architectures.SingleTask;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Tests.Architectures;

public sealed class SingleTaskTests : ArchitectureFixture
{
    [Fact]
    public void Is_a_mixture_for_each_task_of_its_own()
    {
        using SingleTaskModel model = Model([]);
        AssertIs(model, (network, row) =>
        [
            .. Enumerable.Range(0, 2).Select(task =>
            {
                double[] input = network.Embed($"bottom{task}.embedding", row);
                double[] mixed = SlowNetwork.Mix(
                    network.Gate($"bottom{task}.gates", input, 0, 1), network.Experts($"bottom{task}.experts", input, 3));
                return network.Tower($"tower{task}", mixed, 0);
            }),
        ]);
    }

    [Fact]
    public void Shares_nothing_with_layers_either()
    {
        using SingleTaskModel model = Model([6]);
        Assert.Empty(model.SharedParameters);
        AssertSharedParametersAreThoseOfSeveralTasks(model, 2);
    }

    [Fact]
    public void Each_task_draws_its_own_parameters()
    {
        using SingleTaskModel model = Model([]);
        Dictionary<string, Parameter> parameters = model.named_parameters().ToDictionary(named => named.name, named => named.parameter);
        foreach (string name in new[] { "bottom{0}.embedding.table", "bottom{0}.experts.0.layers.0.weight", "tower{0}.hidden.0.weight" })
        {
            torch.Tensor difference = parameters[name.Replace("{0}", "0", StringComparison.Ordinal)]
                - parameters[name.Replace("{0}", "1", StringComparison.Ordinal)];
            Assert.True(difference.abs().max().item<float>() > 0.01, name);
        }
    }

    [Fact]
    public void Reports_the_gate_and_the_experts_of_each_task()
    {
        using SingleTaskModel model = Model([]);
        var trace = new ForwardTrace();
        model.Forward(Features, trace);
        Assert.Equal(["one", "two"], trace.Gates.SelectMany(gate => gate.Gates));
        Assert.Equal(2, trace.Experts.Count);
    }

    private SingleTaskModel Model(ImmutableArray<int> shared) => new(
        new SingleTaskOptions { Shared = new() { SharedLayers = shared }, Experts = [Experts(3, 4)], Tower = new TowerOptions { Hidden = [5] } },
        Context(Random, "one", "two"));
}
