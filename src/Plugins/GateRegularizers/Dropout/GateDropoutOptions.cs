using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.GateRegularizers.Dropout;

/// <summary>Options of dropout on the gates' output.</summary>
[PluginOptions]
public sealed partial record GateDropoutOptions
{
    /// <summary>Probability that an expert is left out for a sample while training.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Rate { get; init; } = 0.1;

    /// <summary>
    /// Whether what stays is scaled to a sum of 1. If not, it is divided by <c>1 - rate</c>, so that the mean of each weight is kept
    /// and the sum varies.
    /// </summary>
    public bool Renormalize { get; init; } = true;
}
