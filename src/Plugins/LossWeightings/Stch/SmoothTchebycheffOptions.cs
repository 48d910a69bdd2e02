using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.LossWeightings.Stch;

/// <summary>Options of smooth Tchebycheff scalarisation.</summary>
[PluginOptions]
public sealed partial record SmoothTchebycheffOptions
{
    /// <summary>How smooth the maximum is: near 0 only the worst task counts, the larger the more even the weights are.</summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double Smoothing { get; init; } = 1;

    /// <summary>
    /// The number of first steps that descend the plain sum; the mean losses over them are what later losses are measured by.
    /// </summary>
    [Range(1, 1_000_000_000)]
    public int WarmUpSteps { get; init; } = 100;
}
