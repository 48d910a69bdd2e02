using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.LossWeightings.Modo;

/// <summary>Options of multi-objective gradient with double sampling.</summary>
[PluginOptions]
public sealed partial record ModoOptions
{
    /// <summary>The step size of the weights; near 0 they stay even.</summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double WeightRate { get; init; } = 0.1;

    /// <summary>How strongly the weights are drawn to be even.</summary>
    [Range(0.0, 1e6)]
    public double Regularization { get; init; }
}
