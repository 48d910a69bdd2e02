using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Plugins.Optimizers.Adam;

/// <summary>Options of Adam.</summary>
[PluginOptions]
public sealed partial record AdamOptions
{
    /// <summary>The step.</summary>
    [IncludedOptions]
    public AdamStepOptions Step { get; init; } = new();

    /// <summary>The weight of the squared norm of all parameters in the loss (times one half).</summary>
    [Range(0.0, 1e3)]
    public double WeightDecay { get; init; }
}
