using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Plugins.LearningRateSchedules.Cosine;

/// <summary>Options of the cosine schedule.</summary>
[PluginOptions]
public sealed partial record CosineScheduleOptions
{
    /// <summary>From the first step to the last.</summary>
    [IncludedOptions]
    public DecayOptions Decay { get; init; } = new();
}
