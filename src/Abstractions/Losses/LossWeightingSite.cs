using MmoePipeline.Randomness;

namespace MmoePipeline.Losses;

/// <summary>What a loss weighting serves.</summary>
public sealed record LossWeightingSite
{
    /// <summary>The tasks' names, in the order of the losses.</summary>
    public required ImmutableArray<string> Tasks { get; init; }

    /// <summary>The number of values in the network's shared parameters.</summary>
    public required long SharedValues { get; init; }

    /// <summary>The configuration path of the weighting, for messages.</summary>
    public required string Path { get; init; }

    /// <summary>The run's random streams.</summary>
    public required RandomStreams Random { get; init; }

    /// <summary>Where parameters live.</summary>
    public required torch.Device Device { get; init; }
}
