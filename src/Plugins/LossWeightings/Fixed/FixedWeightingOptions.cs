using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Plugins.LossWeightings.Fixed;

/// <summary>Options of fixed loss weights.</summary>
[PluginOptions]
public sealed partial record FixedWeightingOptions
{
    /// <summary>The weight of each task's loss, by the task's name; 1 for a task that is not named.</summary>
    [ItemRange(0, double.MaxValue)]
    public ImmutableSortedDictionary<string, double> Weights { get; init; } = ImmutableSortedDictionary<string, double>.Empty;
}
