using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.GateRegularizers.ZLoss;

/// <summary>Options of the z-loss.</summary>
[PluginOptions]
public sealed partial record GateZLossOptions
{
    /// <summary>What the penalty is multiplied by before it is added to the loss.</summary>
    [Range(0.0, 1e6)]
    public double Weight { get; init; } = 0.001;
}
