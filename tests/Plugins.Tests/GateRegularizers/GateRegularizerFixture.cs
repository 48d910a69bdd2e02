using MmoePipeline.Configuration;
using MmoePipeline.Modeling.Gates;
using MmoePipeline.Plugins.Architectures.Mmoe;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.GateRegularizers;

/// <summary>Regularizers and the bank of gates that they serve.</summary>
public abstract class GateRegularizerFixture : NetworkFixture
{
    /// <summary>A small network whose gates have the regularizers.</summary>
    protected static MmoeModel Model(params PluginSlot<GateRegularizer>[] regularizers)
    {
        using var random = new Randomness.RandomStreams(1);
        return new MmoeModel(
            new MmoeOptions { Experts = [Experts(4, 3)], Gate = new GateOptions { Regularizers = [.. regularizers] } }, Context(random, "one"));
    }

    /// <summary>A regularizer of a bank of two gates over four experts, in training mode.</summary>
    protected TRegularizer Build<TRegularizer>(Func<GateContext, TRegularizer> create, params int[] hidden)
        where TRegularizer : GateRegularizer
    {
        TRegularizer regularizer = create(Site() with { Hidden = [.. hidden] });
        regularizer.train();
        return regularizer;
    }

    /// <summary>A bank of two gates over four experts.</summary>
    protected GateContext Site() => new()
    {
        Name = "gates.regularizers.0",
        Path = "gates.regularizers.0",
        InputWidth = Layout.InputWidth,
        Gates = ["one", "two"],
        Experts = 4,
        Hidden = [],
        Parameters = [],
        Bank = torch.nn.Identity(),
        Random = Random,
        Device = torch.CPU,
    };

    /// <summary>A slot that a function fills.</summary>
    protected static PluginSlot<GateRegularizer> Slot(string name, Func<GateContext, GateRegularizer> create) =>
        Slot<GateRegularizer, GateContext>(name, create);
}
