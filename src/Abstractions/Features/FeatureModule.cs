using MmoePipeline.Randomness;

namespace MmoePipeline.Features;

/// <summary>Turns a feature's encoded rows into its part of the network's input.</summary>
/// <param name="name">The module's name.</param>
public abstract class FeatureModule(string name) : torch.nn.Module(name)
{
    /// <summary>Computes the part.</summary>
    /// <param name="input">The encoded rows.</param>
    /// <param name="tables">The feature's tables.</param>
    /// <returns><c>[batch, width]</c> with the width of <see cref="FeatureEncoder.WidthOf"/>, in the enclosing dispose scope.</returns>
    public abstract Tensor Forward(FeatureInput input, ImmutableArray<EmbeddingLookup> tables);
}

/// <summary>What the module of a feature is built with.</summary>
/// <param name="Name">The name, unique within the network: the prefix of the random streams' names.</param>
/// <param name="Dimensions">The length of the vectors of each of the feature's tables.</param>
/// <param name="Random">The run's random streams.</param>
/// <param name="Device">Where parameters live.</param>
public sealed record FeatureModuleContext(string Name, ImmutableArray<int> Dimensions, RandomStreams Random, torch.Device Device)
{
    /// <summary>
    /// Whether the weights of a finished run are loaded into the module before it is used, so that initial values don't matter: a module that takes them from a file doesn't
    /// read it then.
    /// </summary>
    public bool IsRestored { get; init; }
}
