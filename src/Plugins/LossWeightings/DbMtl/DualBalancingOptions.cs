using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.LossWeightings.DbMtl;

/// <summary>Options of dual balancing.</summary>
[PluginOptions]
public sealed partial record DualBalancingOptions
{
    /// <summary>How much of the running mean of gradients is kept in the first step.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Memory { get; init; } = 0.9;

    /// <summary>The power of the step's number that the memory is divided by: 0, the default of the authors' code, keeps it.</summary>
    [Range(0.0, 10.0)]
    public double MemoryDecay { get; init; } = 0.5;
}
