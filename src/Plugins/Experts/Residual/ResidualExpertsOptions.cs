using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Modeling.Layers;

namespace MmoePipeline.Plugins.Experts.Residual;

/// <summary>Options of a bank of residual networks.</summary>
[PluginOptions]
public sealed partial record ResidualExpertsOptions
{
    /// <summary>The number of experts in the bank.</summary>
    [Range(1, 4096)]
    public int Count { get; init; } = 8;

    /// <summary>The width of the residual stream, and of the expert's output.</summary>
    [Range(1, 65536)]
    public int Width { get; init; } = 32;

    /// <summary>The width of the hidden layer inside of each block.</summary>
    [Range(1, 65536)]
    public int Hidden { get; init; } = 64;

    /// <summary>The number of blocks.</summary>
    [Range(1, 64)]
    public int Blocks { get; init; } = 2;

    /// <summary>The activation function inside of each block.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>How a block normalises what it reads.</summary>
    public Normalization Normalization { get; init; } = Normalization.Layer;

    /// <summary>The probability that a value inside of a block, behind its activation function, is left out while training.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init; }
}
