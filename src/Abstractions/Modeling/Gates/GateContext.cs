using MmoePipeline.Composition;
using MmoePipeline.Randomness;
using TorchSharp.Modules;

namespace MmoePipeline.Modeling.Gates;

/// <summary>What a gate-regularizer is constructed with: the bank of gates that it serves, whose own parameters are initialised.</summary>
public sealed record GateContext : PluginContext
{
    /// <summary>The name, unique within the network, with the regularizer's index: the prefix for random streams.</summary>
    public required string Name { get; init; }

    /// <summary>The width of what the gates read.</summary>
    public required int InputWidth { get; init; }

    /// <summary>The gates' names: the tasks they serve.</summary>
    public required ImmutableArray<string> Gates { get; init; }

    /// <summary>The number of experts that each gate weighs.</summary>
    public required int Experts { get; init; }

    /// <summary>The widths of the hidden layers; empty for linear gates.</summary>
    public required ImmutableArray<int> Hidden { get; init; }

    /// <summary>
    /// The bank's parameters, for regularizers that act at initialisation: for each layer weight and bias, where the last
    /// layer gives the logits.
    /// </summary>
    public required ImmutableArray<Parameter> Parameters { get; init; }

    /// <summary>
    /// The bank itself, for regularizers that act on all it trains, once it trains: the layers', and what its regularizers registered. Keep the
    /// context, not the bank: TorchSharp takes a module in a field for a submodule, and the bank is not a part of its regularizer.
    /// </summary>
    public required torch.nn.Module Bank { get; init; }

    /// <summary>The run's random streams.</summary>
    public required RandomStreams Random { get; init; }

    /// <summary>Where parameters live.</summary>
    public required torch.Device Device { get; init; }
}
