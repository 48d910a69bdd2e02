using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MyPlugin;

/// <summary>Options of the loss weighting.</summary>
[PluginOptions]
public sealed partial record MyPluginWeightingOptions
{
    /// <summary>How much of the running mean of a loss is kept in a step.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Momentum { get; init; } = 0.9;
}
