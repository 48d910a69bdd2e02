using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.LossWeightings.Excess;

/// <summary>Options of weighting by excess risk.</summary>
[PluginOptions]
public sealed partial record ExcessRiskOptions
{
    /// <summary>The step size of the weights.</summary>
    [Range(0.0, 100.0, MinimumIsExclusive = true)]
    public double StepSize { get; init; } = 0.01;
}
