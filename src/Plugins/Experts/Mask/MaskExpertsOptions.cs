using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Plugins.Experts.Mask;

/// <summary>Options of a bank of mask experts.</summary>
[PluginOptions]
public sealed partial record MaskExpertsOptions
{
    /// <summary>The number of experts in the bank.</summary>
    [Range(1, 4096)]
    public int Count { get; init; } = 8;

    /// <summary>Widths of the blocks; the last is the width of the expert's output.</summary>
    [Length(1, 16)]
    [ItemRange(1, 65536)]
    public ImmutableArray<int> Hidden { get; init; } = [64, 32];

    /// <summary>The width of the layer inside of the masks, as a multiple of what is masked.</summary>
    [Range(0.0, 16.0, MinimumIsExclusive = true)]
    public double Reduction { get; init; } = 0.5;

    /// <summary>The probability that a value behind a block is left out while training.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init; }
}
