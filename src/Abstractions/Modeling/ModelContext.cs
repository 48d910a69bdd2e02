using MmoePipeline.Composition;
using MmoePipeline.Construction;
using MmoePipeline.Optimization;
using MmoePipeline.Randomness;

namespace MmoePipeline.Modeling;

/// <summary>What a network is built with.</summary>
public sealed record ModelContext : PluginContext
{
    /// <summary>The input fields.</summary>
    public required FeatureLayout Features { get; init; }

    /// <summary>The tasks with their columns of the output, in the order of the configuration.</summary>
    public required ImmutableArray<TaskOutput> Tasks { get; init; }

    /// <summary>The run's random streams.</summary>
    public required RandomStreams Random { get; init; }

    /// <summary>Where parameters live.</summary>
    public required torch.Device Device { get; init; }

    /// <summary>The number format of the experts' matrix products.</summary>
    public MatrixPrecision Precision { get; init; }

    /// <summary>
    /// Whether the gradients of embedding tables are to be sparse, as <see cref="AcceptsSparseGradientsAttribute"/> allows it.
    /// </summary>
    public bool SparseEmbeddingGradients { get; init; }

    /// <summary>Whether the weights of a finished run are loaded into the network before it is used, so that initial values don't matter.</summary>
    public bool IsRestored { get; init; }

    /// <summary>Constructs the plugins of the network, such as experts and gate-regularizers.</summary>
    public required PluginActivator Activator { get; init; }
}
