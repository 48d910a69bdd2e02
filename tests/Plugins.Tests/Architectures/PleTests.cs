using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Plugins.Architectures.Cgc;
using MmoePipeline.Plugins.Architectures.Ple;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.Architectures;

public sealed class PleTests : ArchitectureFixture
{
    private static readonly TowerOptions Tower = new() { Hidden = [5] };

    /// <summary>Equations 1 to 4 of the paper.</summary>
    [Fact]
    public void Cgc_is_what_the_paper_says()
    {
        using CgcModel model = Cgc(Random);
        AssertIs(model, (network, row) =>
        {
            double[] input = network.Embed("embedding", row);
            return [.. Enumerable.Range(0, 2).Select(task => network.Tower("towers", Own(network, "level0", task, input, input), task))];
        });
    }

    /// <summary>Equations 5 to 7 of the paper, with two levels.</summary>
    [Fact]
    public void Ple_is_what_the_paper_says()
    {
        using PleModel model = Ple(Random, 2);
        AssertIs(model, (network, row) =>
        {
            double[] input = network.Embed("embedding", row);
            double[] common = SlowNetwork.Mix(
                network.Gate("level0.gate_shared", input, 0, 1),
                [
                    .. network.Experts("level0.task0", input, 2), .. network.Experts("level0.task1", input, 2),
                    .. network.Experts("level0.shared", input, 3),
                ]);
            return
            [
                .. Enumerable.Range(0, 2).Select(task => network.Tower(
                    "towers", Own(network, "level1", task, Own(network, "level0", task, input, input), common), task)),
            ];
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Shared_parameters_of_ple_depend_on_the_levels(int levels)
    {
        using PleModel model = Ple(Random, levels);
        AssertSharedParametersAreThoseOfSeveralTasks(model, 2);
    }

    [Fact]
    public void Shared_parameters_of_cgc_are_no_tasks_own()
    {
        using CgcModel model = Cgc(Random);
        AssertSharedParametersAreThoseOfSeveralTasks(model, 2);
        Assert.Equal(3, model.SharedParameters.Count);
    }

    [Fact]
    public void Cgc_is_one_level_of_ple()
    {
        using CgcModel cgc = Cgc(Random);
        using var random = new Randomness.RandomStreams(11);
        using PleModel ple = Ple(random, 1);
        Assert.Equal(
            cgc.named_parameters().Select(named => named.name), ple.named_parameters().Select(named => named.name));
        torch.Tensor difference = cgc.Forward(Features).Logits - ple.Forward(Features).Logits;
        Assert.Equal(0, difference.abs().max().item<float>());
    }

    [Fact]
    public void Each_level_reports_its_experts_and_gates()
    {
        using PleModel model = Ple(Random, 2);
        var trace = new ForwardTrace();
        model.Forward(Features, trace);
        Assert.Equal(
            ["one.0", "one.1", "two.0", "two.1", "shared.0", "shared.1", "shared.2"], trace.Experts[0].Experts.AsEnumerable());
        Assert.Equal([7, 24, 4], trace.Experts[1].Outputs.shape);
        Assert.Equal(["one", "two", "shared", "one", "two"], trace.Gates.SelectMany(gate => gate.Gates));
        Assert.Equal(["two.0", "two.1", "shared.0", "shared.1", "shared.2"], trace.Gates[4].Experts.AsEnumerable());
        Assert.Equal([24, 1, 5], trace.Gates[4].Weights.shape);
    }

    [Fact]
    public void Experts_of_two_widths_are_refused()
    {
        ProblemAssert.Throws(
            () => new CgcModel(new CgcOptions { Experts = [Experts(2, 4)], TaskExperts = [Experts(2, 8)] }, Context(Random, "one", "two")), "MMOE1303 mlp");
    }

    private static double[] Own(SlowNetwork network, string level, int task, double[] input, double[] common) => SlowNetwork.Mix(
        network.Gate($"{level}.gate{task}", input, 0, 1),
        [.. network.Experts($"{level}.task{task}", input, 2), .. network.Experts($"{level}.shared", common, 3)]);

    private static CgcModel Cgc(Randomness.RandomStreams random) => new(
        new CgcOptions { Experts = [Experts(3, 4)], TaskExperts = [Experts(2, 4)], Tower = Tower }, Context(random, "one", "two"));

    private static PleModel Ple(Randomness.RandomStreams random, int levels) => new(
        new PleOptions { Levels = levels, Experts = [Experts(3, 4)], TaskExperts = [Experts(2, 4)], Tower = Tower },
        Context(random, "one", "two"));
}
