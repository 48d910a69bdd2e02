using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.LossWeightings.Moco;

/// <summary>Options of multi-objective gradient correction.</summary>
[PluginOptions]
public sealed partial record MocoOptions
{
    /// <summary>How much the first step counts in the tracked gradients.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double TrackingRate { get; init; } = 0.5;

    /// <summary>The power of the step's number that the tracking rate is divided by.</summary>
    [Range(0.0, 10.0)]
    public double TrackingDecay { get; init; } = 0.5;

    /// <summary>The step size of the weights.</summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double WeightRate { get; init; } = 0.1;

    /// <summary>The power of the step's number that the step size of the weights is divided by.</summary>
    [Range(0.0, 10.0)]
    public double WeightDecay { get; init; } = 0.5;

    /// <summary>How strongly the weights are drawn to be even.</summary>
    [Range(0.0, 1e6)]
    public double Regularization { get; init; }
}
