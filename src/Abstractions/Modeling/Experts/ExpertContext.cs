using MmoePipeline.Composition;
using MmoePipeline.Randomness;

namespace MmoePipeline.Modeling.Experts;

/// <summary>What a bank of experts is built with: its place in the network.</summary>
public sealed record ExpertContext : PluginContext
{
    /// <summary>The name, unique within the network, for instance <c>experts.0</c>: the prefix for random streams.</summary>
    public required string Name { get; init; }

    /// <summary>The width of the experts' input.</summary>
    public required int InputWidth { get; init; }

    /// <summary>
    /// The fields that the input is made of, where it is the embedded input itself; null above a shared layer, where
    /// columns no longer belong to fields.
    /// </summary>
    public FeatureLayout? Features { get; init; }

    /// <summary>The run's random streams.</summary>
    public required RandomStreams Random { get; init; }

    /// <summary>Where parameters live.</summary>
    public required torch.Device Device { get; init; }

    /// <summary>
    /// The number format of matrix products, which an expert that has no way to compute in it may leave aside. Input, output
    /// and parameters are float32 whatever it is.
    /// </summary>
    public MatrixPrecision Precision { get; init; }
}
