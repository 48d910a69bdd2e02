using MmoePipeline.Composition;

namespace MmoePipeline.Optimization;

/// <summary>What an optimizer is constructed with.</summary>
public sealed record OptimizerContext : PluginContext
{
    /// <summary>All trainable parameters of the network and of the loss weighting. They stay their owners'.</summary>
    public required ImmutableArray<TrainableParameter> Parameters { get; init; }
}
