using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Plugins.Architectures.Mmoe;
using MmoePipeline.Plugins.Architectures.SharedBottom;

namespace MmoePipeline.Plugins.Tests.Architectures;

public sealed class MmoeAndSharedBottomTests : ArchitectureFixture
{
    /// <summary>Equations 5 to 7 of Ma et al., KDD 2018.</summary>
    [Fact]
    public void Mmoe_is_what_the_paper_says()
    {
        using var model = new MmoeModel(
            new MmoeOptions { Experts = [Experts(3, 4)], Tower = new TowerOptions { Hidden = [5] } }, Context(Random, "one", "two"));
        AssertIs(model, (network, row) =>
        {
            double[] input = network.Embed("embedding", row);
            double[][] experts = network.Experts("experts", input, 3);
            return
            [
                .. Enumerable.Range(0, 2).Select(task => network.Tower(
                    "towers", SlowNetwork.Mix(network.Gate("gates", input, task, 2), experts), task)),
            ];
        });
        AssertSharedParametersAreThoseOfSeveralTasks(model, 2);
    }

    /// <summary>Equation 2 of the same: all tasks read the bottom's output, here the mean of its experts.</summary>
    [Fact]
    public void Shared_bottom_is_what_the_paper_says()
    {
        using var model = new SharedBottomModel(
            new SharedBottomOptions { Experts = [Experts(3, 4)], Tower = new TowerOptions { Hidden = [5] } }, Context(Random, "one", "two"));
        AssertIs(model, (network, row) =>
        {
            double[] bottom = SlowNetwork.Mix(
                [1.0 / 3, 1.0 / 3, 1.0 / 3], network.Experts("experts", network.Embed("embedding", row), 3));
            return [.. Enumerable.Range(0, 2).Select(task => network.Tower("towers", bottom, task))];
        });
        AssertSharedParametersAreThoseOfSeveralTasks(model, 2);
    }
}
