using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Plugins.LearningRateSchedules.Linear;

/// <summary>Options of the linear schedule.</summary>
[PluginOptions]
public sealed partial record LinearScheduleOptions
{
    /// <summary>From the first step to the last.</summary>
    [IncludedOptions]
    public DecayOptions Decay { get; init; } = new();
}
