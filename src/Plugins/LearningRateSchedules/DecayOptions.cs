using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.LearningRateSchedules;

/// <summary>Options of a learning rate that rises at first and falls until the last step.</summary>
[PluginOptions]
public sealed partial record DecayOptions
{
    /// <summary>The share of all steps in which the learning rate rises to its height.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double WarmUp { get; init; }

    /// <summary>The factor of the last step.</summary>
    [Range(0.0, 1.0)]
    public double Floor { get; init; }
}
