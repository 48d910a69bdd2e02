using MmoePipeline.Composition;
using MmoePipeline.Randomness;

namespace MmoePipeline.Losses;

/// <summary>What a loss weighting is constructed with. The network has its parameters already; the optimizer has none yet.</summary>
public sealed record LossWeightingContext : PluginContext
{
    /// <summary>The tasks' names, in the order of the losses.</summary>
    public required ImmutableArray<string> Tasks { get; init; }

    /// <summary>The number of trainable parameters that tasks share: the length of a task's gradient.</summary>
    public required long SharedParameterCount { get; init; }

    /// <summary>The run's random streams.</summary>
    public required RandomStreams Random { get; init; }

    /// <summary>Where parameters live.</summary>
    public required torch.Device Device { get; init; }
}
