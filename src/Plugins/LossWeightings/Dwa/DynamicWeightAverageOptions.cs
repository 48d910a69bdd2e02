using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.LossWeightings.Dwa;

/// <summary>Options of dynamic weight averaging.</summary>
[PluginOptions]
public sealed partial record DynamicWeightAverageOptions
{
    /// <summary>How even the weights are: the larger, the more.</summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double Temperature { get; init; } = 2;
}
