using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.LossWeightings.Cagrad;

/// <summary>Options of conflict-averse gradient descent.</summary>
[PluginOptions]
public sealed partial record CagradOptions
{
    /// <summary>How far the step may leave the mean gradient, as a part of its norm; 0 is the plain sum.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Radius { get; init; } = 0.5;
}
