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
}
