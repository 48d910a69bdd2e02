using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Plugins.Architectures.Stem;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Tests.Architectures;

public sealed class StemTests : ArchitectureFixture
{
    /// <summary>
    /// All-forward task-specific-backward gating: the gradient is that of a network in which other tasks' experts are fixed.
    /// </summary>
    [Fact]
    public void Is_what_the_paper_says()
    {
        using StemModel model = Model([]);
        AssertIs(model, (network, row) =>
        {
            double[] common = network.Embed("shared.embedding", row);
            return
            [
                .. Enumerable.Range(0, 3).Select(task =>
                {
                    double[] own = network.Embed($"own{task}.embedding", row);
                    double[] sum = [.. own.Zip(common, (a, b) => a + b)];
                    double[][] experts =
                    [
                        .. Enumerable.Range(0, 3).SelectMany(other =>
                        {
                            SlowNetwork source = other == task ? network : network.Frozen;
                            return source.Experts($"own{other}.experts", source.Embed($"own{other}.embedding", row), 2);
                        }),
                        .. network.Experts("shared.experts", common, 3),
                    ];
                    return network.Tower("towers", SlowNetwork.Mix(network.Gate($"gate{task}", sum, 0, 1), experts), task);
                }),
            ];
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Only_the_shared_table_and_its_experts_are_shared(bool layers)
    {
        using StemModel model = Model(layers ? [6] : []);
        AssertSharedParametersAreThoseOfSeveralTasks(model, 3);
        Assert.Equal(layers ? 5 : 3, model.SharedParameters.Count);
    }

    /// <summary>Another task's experts change what a task predicts, and yet get no gradient from it.</summary>
    [Fact]
    public void Other_tasks_experts_are_read_but_not_trained()
    {
        using StemModel model = Model([]);
        Dictionary<string, Parameter> parameters = model.named_parameters().ToDictionary(named => named.name, named => named.parameter);
        torch.Tensor before = model.Forward(Features).Logits.select(1, 0);
        before.sum().backward();
        Assert.All(
            parameters.Where(pair => pair.Key.StartsWith("own1", StringComparison.Ordinal)),
            pair => Assert.True(pair.Value.grad is null || pair.Value.grad.abs().max().item<float>() == 0, pair.Key));
        Assert.True(parameters["own0.embedding.table"].grad!.abs().max().item<float>() > 0);
        using (torch.no_grad())
        {
            parameters["own1.embedding.table"].add_(1);
        }

        Assert.True((model.Forward(Features).Logits.select(1, 0) - before).abs().max().item<float>() > 1e-4);
    }

    [Fact]
    public void Tables_are_drawn_different()
    {
        using StemModel model = Model([]);
        torch.Tensor[] tables =
        [
            .. model.named_parameters().Where(named => named.name.EndsWith("table", StringComparison.Ordinal)).Select(named => named.parameter),
        ];
        Assert.Equal(4, tables.Length);
        for (int first = 0; first < 4; first++)
        {
            for (int second = 0; second < first; second++)
            {
                Assert.True((tables[first] - tables[second]).abs().max().item<float>() > 0.01);
            }
        }
    }

    [Fact]
    public void Gates_see_all_experts()
    {
        using StemModel model = Model([]);
        var trace = new ForwardTrace();
        model.Forward(Features, trace);
        Assert.Equal(["one", "two", "three"], trace.Gates.SelectMany(gate => gate.Gates));
        Assert.Equal(
            ["one.0", "one.1", "two.0", "two.1", "three.0", "three.1", "shared.0", "shared.1", "shared.2"],
            Assert.Single(trace.Experts).Experts.AsEnumerable());
        Assert.Equal([9, 24, 4], trace.Experts[0].Outputs.shape);
    }

    private StemModel Model(ImmutableArray<int> layers) => new(
        new StemOptions
        {
            Shared = new() { SharedLayers = layers },
            Experts = [Experts(3, 4)],
            TaskExperts = [Experts(2, 4)],
            Tower = new TowerOptions { Hidden = [5] },
        },
        Context(Random, "one", "two", "three"));
}
