using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.Experts.Attention;

/// <summary>Options of a bank of self-attention experts.</summary>
[PluginOptions]
public sealed partial record AttentionExpertsOptions
{
    /// <summary>The number of experts in the bank.</summary>
    [Range(1, 4096)]
    public int Count { get; init; } = 8;

    /// <summary>The number of heads.</summary>
    [Range(1, 64)]
    public int Heads { get; init; } = 2;

    /// <summary>The width of queries, keys and values of a head.</summary>
    [Range(1, 1024)]
    public int HeadWidth { get; init; } = 8;

    /// <summary>The width of the expert's output, an affine map of what all fields became.</summary>
    [Range(1, 65536)]
    public int Width { get; init; } = 32;

    /// <summary>The probability that a value of what attention gives, before the output map, is left out while training.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init; }
}
