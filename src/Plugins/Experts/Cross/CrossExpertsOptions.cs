using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.Experts.Cross;

/// <summary>Options of a bank of cross networks.</summary>
[PluginOptions]
public sealed partial record CrossExpertsOptions
{
    /// <summary>The number of experts in the bank.</summary>
    [Range(1, 4096)]
    public int Count { get; init; } = 8;

    /// <summary>The number of cross layers: features of up to one more than this many fields are made.</summary>
    [Range(1, 16)]
    public int Layers { get; init; } = 2;

    /// <summary>The rank of the layers' matrices; null for full matrices of input width by input width.</summary>
    [Range(1, 65536)]
    public int? Rank { get; init; } = 16;

    /// <summary>The width of the expert's output, an affine map of the last layer.</summary>
    [Range(1, 65536)]
    public int Width { get; init; } = 32;

    /// <summary>The probability that a value of the last layer, before the output map, is left out while training.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init; }
}
