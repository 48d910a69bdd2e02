using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.Probes.LossScale;

/// <summary>Options of the loss-scale probe.</summary>
[PluginOptions]
public sealed partial record LossScaleProbeOptions
{
    /// <summary>
    /// Look at every so many steps; where an epoch has fewer, at its last. By default 50, or fewer in a run of less than 3,000 steps, so that
    /// about 60 are looked at.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int? Every { get; init; }

    /// <summary>
    /// A task's gradient drowns another's where the whole interval of their ratio, the larger mean norm over the smaller, is above this.
    /// </summary>
    [Range(1.0, double.MaxValue)]
    public double DrownsAt { get; init; } = 10;

    /// <summary>
    /// The verdict is by the later half of the steps that the probe looked at, and at least so many. With fewer in the whole run the verdict is
    /// not measured.
    /// </summary>
    [Range(2, 100_000)]
    public int LeastSteps { get; init; } = 20;

    /// <summary>A task's gradient explodes where its norm in a step is more than so many times the median of the epochs before.</summary>
    [Range(1.0, double.MaxValue)]
    public double ExplodesAt { get; init; } = 100;
}
