using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.Optimizers.Adam;

/// <summary>Options of a step of Adam, apart from its weight decay.</summary>
[PluginOptions]
public sealed partial record AdamStepOptions
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
}
