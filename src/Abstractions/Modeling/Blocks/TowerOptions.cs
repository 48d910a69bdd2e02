using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Modeling.Layers;

namespace MmoePipeline.Modeling.Blocks;

/// <summary>The towers: the network of each task's own between the mixed experts and the task's output.</summary>
[PluginOptions]
public sealed partial record TowerOptions
{
    /// <summary>Widths of hidden layers in each tower; none makes the towers linear.</summary>
    [ItemRange(1, 65536)]
    public ImmutableArray<int> Hidden { get; init; } = [16];

    /// <summary>The activation function behind hidden layers.</summary>
    public Activation Activation { get; init; } = Activation.Relu;
}
