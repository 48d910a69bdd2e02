using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Plugins.Optimizers.Adam;

namespace MmoePipeline.Plugins.Optimizers.AdamW;

/// <summary>Options of AdamW.</summary>
[PluginOptions]
public sealed partial record AdamWOptions
{
    /// <summary>The step.</summary>
    [IncludedOptions]
    public AdamStepOptions Step { get; init; } = new();

    /// <summary>The share of a parameter that a step takes away, times the learning rate.</summary>
    [Range(0.0, 1e3)]
    public double WeightDecay { get; init; } = 0.01;
}
