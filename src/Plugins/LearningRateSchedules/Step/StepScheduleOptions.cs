using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.LearningRateSchedules.Step;

/// <summary>Options of the step schedule.</summary>
[PluginOptions]
public sealed partial record StepScheduleOptions
{
    /// <summary>The share of all steps in which the learning rate rises to its height.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double WarmUp { get; init; }

    /// <summary>The number of epochs between two falls.</summary>
    [Range(1, int.MaxValue)]
    public int Epochs { get; init; } = 3;

    /// <summary>What the learning rate is multiplied by at a fall.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double Decay { get; init; } = 0.1;
}
