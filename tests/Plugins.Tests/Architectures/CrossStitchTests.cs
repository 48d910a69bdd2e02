using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Plugins.Architectures.CrossStitch;

namespace MmoePipeline.Plugins.Tests.Architectures;

public sealed class CrossStitchTests : ArchitectureFixture
{
    /// <summary>Equation 1 of the paper behind each of two layers, for three tasks.</summary>
    [Fact]
    public void Is_what_the_paper_says()
    {
        using CrossStitchModel model = Model(0.7, 4, 3);
        AssertIs(model, (network, row) =>
        {
            double[] input = network.Embed("embedding", row);
            double[][] hidden = Stitch(
                network["unit0.alpha"], [.. Enumerable.Range(0, 3).Select(task => SlowNetwork.Relu(network.FanOut("layer0", input, task, 3)))]);
            hidden = Stitch(
                network["unit1.alpha"], [.. hidden.Select((values, task) => SlowNetwork.Relu(network.Parallel("layer1", values, task)))]);
            return [.. hidden.Select((values, task) => network.Tower("towers", values, task))];
        });
    }

    [Theory]
    [InlineData(4)]
    [InlineData(4, 3)]
    [InlineData(4, 3, 2)]
    public void All_but_the_last_unit_and_the_towers_are_shared(params int[] hidden)
    {
        using CrossStitchModel model = Model(0.7, hidden);
        AssertSharedParametersAreThoseOfSeveralTasks(model, 3);
    }

    [Fact]
    public void Starts_with_rows_that_sum_to_one()
    {
        using CrossStitchModel model = Model(0.8, 4);
        var trace = new ForwardTrace();
        model.Forward(Features, trace);
        Assert.Equal(
            [0.8f, 0.1f, 0.1f, 0.1f, 0.8f, 0.1f, 0.1f, 0.1f, 0.8f],
            trace.Gates[0].Weights[5].contiguous().data<float>().ToArray(),
            (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([3, 24, 4], trace.Experts[0].Outputs.shape);
    }

    private static double[][] Stitch(double[] alpha, double[][] layers) =>
        [.. Enumerable.Range(0, layers.Length).Select(task => SlowNetwork.Mix(alpha[(task * layers.Length)..((task + 1) * layers.Length)], layers))];

    private CrossStitchModel Model(double ownWeight, params int[] hidden) => new(
        new CrossStitchOptions { OwnWeight = ownWeight, Hidden = [.. hidden], Tower = new TowerOptions { Hidden = [5] } },
        Context(Random, "one", "two", "three"));
}
