using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.Optimizers.AdamW;

/// <summary>Options of AdamW.</summary>
[PluginOptions]
public sealed partial record AdamWOptions
{
    /// <summary>The step size.</summary>
    [Range(0.0, 1e3, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 0.001;

    /// <summary>The decay rate of the mean of gradients.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>The decay rate of the mean of squared gradients.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the mean of squared gradients, so that nothing is divided by zero.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>The share of a parameter that a step takes away, times the learning rate.</summary>
    [Range(0.0, 1e3)]
    public double WeightDecay { get; init; } = 0.01;
}
