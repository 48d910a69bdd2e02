using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.LossWeightings.Sdmgrad;

/// <summary>Options of stochastic direction-oriented descent.</summary>
[PluginOptions]
public sealed partial record SdmgradOptions
{
    /// <summary>How strongly the step keeps to the mean gradient; 0 is MGDA.</summary>
    [Range(0.0, 1e6)]
    public double Direction { get; init; } = 0.3;

    /// <summary>The number of steps that the weights make in a step of the network.</summary>
    [Range(1, 10_000)]
    public int WeightSteps { get; init; } = 20;

    /// <summary>The step size of the weights, for gradients of a mean square norm of 1.</summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double WeightRate { get; init; } = 0.3;
}
