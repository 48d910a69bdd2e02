using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.GateRegularizers.Entropy;

/// <summary>Options of the floor of entropy.</summary>
[PluginOptions]
public sealed partial record GateEntropyOptions
{
    /// <summary>The entropy below which a gate is penalised, as a share of the largest possible, <c>log(experts)</c>.</summary>
    [Range(0.0, 1.0)]
    public double Floor { get; init; } = 0.5;

    /// <summary>What the penalty is multiplied by before it is added to the loss.</summary>
    [Range(0.0, 1e6)]
    public double Weight { get; init; } = 0.1;
}
