using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.LossWeightings.Fairgrad;

/// <summary>Options of fair gradients.</summary>
[PluginOptions]
public sealed partial record FairgradOptions
{
    /// <summary>
    /// Which fairness: 1 is proportional fairness (Nash bargaining), 2 is fairness of minimum potential delay; the larger, the
    /// more the task that gains least counts.
    /// </summary>
    [Range(0.1, 10.0)]
    public double Alpha { get; init; } = 2;
}
