using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.GateRegularizers.Smooth;

/// <summary>Options of smooth gates.</summary>
[PluginOptions]
public sealed partial record GateSmoothOptions
{
    /// <summary>How much of the moving average stays in each step.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Momentum { get; init; } = 0.99;

    /// <summary>What the penalty is multiplied by before it is added to the loss.</summary>
    [Range(0.0, 1e6)]
    public double Weight { get; init; } = 1;
}
