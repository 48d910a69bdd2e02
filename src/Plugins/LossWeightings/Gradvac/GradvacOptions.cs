using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.LossWeightings.Gradvac;

/// <summary>Options of gradient vaccine.</summary>
[PluginOptions]
public sealed partial record GradvacOptions
{
    /// <summary>How much a step counts in the running mean of the gradients' cosines.</summary>
    [Range(0.0, 1.0)]
    public double Rate { get; init; } = 0.01;
}
