using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.LossWeightings.Gradnorm;

/// <summary>Options of gradient normalisation.</summary>
[PluginOptions]
public sealed partial record GradnormOptions
{
    /// <summary>How strongly tasks are drawn to one rate of training; 0 gives all gradients one norm.</summary>
    [Range(0.0, 100.0)]
    public double Alpha { get; init; } = 1.5;
}
