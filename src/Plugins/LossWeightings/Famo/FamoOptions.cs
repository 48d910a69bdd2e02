using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.LossWeightings.Famo;

/// <summary>Options of fast adaptive multitask optimisation.</summary>
[PluginOptions]
public sealed partial record FamoOptions
{
    /// <summary>The step size of the weights' logits.</summary>
    [Range(0.0, 1e3, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 0.025;

    /// <summary>How strongly the logits are drawn to even weights.</summary>
    [Range(0.0, 1e3)]
    public double Decay { get; init; } = 0.001;
}
