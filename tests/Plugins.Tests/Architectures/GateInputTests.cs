using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Modeling.Gates;
using MmoePipeline.Plugins.Architectures.Mmoe;

namespace MmoePipeline.Plugins.Tests.Architectures;

public sealed class GateInputTests : ArchitectureFixture
{
    [Theory]
    [InlineData(GateInputSource.Shared)]
    [InlineData(GateInputSource.Embedding)]
    [InlineData(GateInputSource.Fields, "x", "a")]
    public void Gates_read_what_was_chosen(GateInputSource source, params string[] fields)
    {
        using MmoeModel model = Model(new GateOptions { Input = source, Fields = [.. fields] });
        AssertIs(model, (network, row) =>
        {
            double[] embedded = network.Embed("embedding", row);
            double[] shared = SlowNetwork.Relu(network.FanOut("shared.layers.0", embedded, 0, 1));
            double[] read = source switch
            {
                GateInputSource.Shared => shared,
                GateInputSource.Embedding => embedded,
                _ => [embedded[0], embedded[1], embedded[4]],
            };
            double[][] experts = network.Experts("experts", shared, 3);
            return
            [
                .. Enumerable.Range(0, 2).Select(task => network.Tower(
                    "towers", SlowNetwork.Mix(network.Gate("gates", read, task, 2), experts), task)),
            ];
        });
    }

    [Fact]
    public void Shared_parameters_are_right_whatever_gates_read()
    {
        using MmoeModel model = Model(new GateOptions { Input = GateInputSource.Fields, Fields = ["b"] });
        AssertSharedParametersAreThoseOfSeveralTasks(model, 2);
    }

    [Fact]
    public void An_unknown_field_is_refused_with_the_known_ones()
    {
        BadInputException exception = ProblemAssert.Throws(
            () => Model(new GateOptions { Input = GateInputSource.Fields, Fields = ["a", "c"] }), "MMOE1305 model.gate.fields");
        Assert.Contains("a, b, x", exception.Message, StringComparison.Ordinal);
    }

    private MmoeModel Model(GateOptions gate) => new(
        new MmoeOptions { Shared = new() { SharedLayers = [6] }, Experts = [Experts(3, 4)], Gate = gate, Tower = new TowerOptions { Hidden = [5] } },
        Context(Random, "one", "two"));
}
