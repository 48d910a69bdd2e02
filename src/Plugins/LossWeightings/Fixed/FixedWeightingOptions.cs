using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.LossWeightings.Fixed;

/// <summary>Options of fixed loss weights.</summary>
[PluginOptions]
public sealed partial record FixedWeightingOptions
{
    /// <summary>The weight of each task's loss, by the task's name; 1 for a task that is not named.</summary>
    public ImmutableSortedDictionary<string, double> Weights { get; init; } = ImmutableSortedDictionary<string, double>.Empty;
}
