using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.LossWeightings.Graddrop;

/// <summary>Options of gradient sign dropout.</summary>
[PluginOptions]
public sealed partial record GraddropOptions
{
    /// <summary>The part of each gradient that is never dropped; 1 is the plain sum.</summary>
    [Range(0.0, 1.0)]
    public double Leak { get; init; }
}
