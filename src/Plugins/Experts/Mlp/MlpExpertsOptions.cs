using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Modeling.Layers;

namespace MmoePipeline.Plugins.Experts.Mlp;

/// <summary>Options of a bank of multi-layer perceptrons.</summary>
[PluginOptions]
public sealed partial record MlpExpertsOptions
{
    /// <summary>The number of experts in the bank.</summary>
    [Range(1, 4096)]
    public int Count { get; init; } = 8;

    /// <summary>Widths of the layers; the last is the width of the expert's output.</summary>
    [Length(1, 64)]
    [ItemRange(1, 65536)]
    public ImmutableArray<int> Hidden { get; init; } = [64, 32];

    /// <summary>The activation function behind every layer.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>How each layer's values are normalised before the activation function.</summary>
    public Normalization Normalization { get; init; } = Normalization.None;

    /// <summary>The probability that a value behind a layer is left out while training.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init; }
}
