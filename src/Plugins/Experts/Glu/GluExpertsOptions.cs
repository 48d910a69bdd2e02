using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Plugins.Experts.Glu;

/// <summary>Options of a bank of gated linear units.</summary>
[PluginOptions]
public sealed partial record GluExpertsOptions
{
    /// <summary>The number of experts in the bank.</summary>
    [Range(1, 4096)]
    public int Count { get; init; } = 8;

    /// <summary>Widths of the layers; the last is the width of the expert's output.</summary>
    [Length(1, 64)]
    [ItemRange(1, 65536)]
    public ImmutableArray<int> Hidden { get; init; } = [64, 32];

    /// <summary>The function of the gating half.</summary>
    public GluGate Gate { get; init; } = GluGate.Sigmoid;

    /// <summary>The probability that a value behind a layer is left out while training.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init; }
}
