using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.Optimizers.Adagrad;

/// <summary>Options of Adagrad.</summary>
[PluginOptions]
public sealed partial record AdagradOptions
{
    /// <summary>The step size.</summary>
    [Range(0.0, 1e3, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 0.01;

    /// <summary>The sum of squared gradients before the first step; above 0, the first steps are smaller.</summary>
    [Range(0.0, 1e6)]
    public double InitialSum { get; init; }

    /// <summary>Added to the root of the sum, so that nothing is divided by zero.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double Epsilon { get; init; } = 1e-10;

    /// <summary>The weight of the squared norm of all parameters in the loss (times one half).</summary>
    [Range(0.0, 1e3)]
    public double WeightDecay { get; init; }
}
