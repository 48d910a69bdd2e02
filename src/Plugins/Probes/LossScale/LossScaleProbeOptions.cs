using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.Probes.LossScale;

/// <summary>Options of the loss-scale probe.</summary>
[PluginOptions]
public sealed partial record LossScaleProbeOptions
{
    /// <summary>Look at every so many steps; where an epoch has fewer, at its last.</summary>
    [Range(1, int.MaxValue)]
    public int Every { get; init; } = 50;

    /// <summary>A task's gradient drowns another's where its norm is more than so many times the other's.</summary>
    [Range(1.0, double.MaxValue)]
    public double DrownsAt { get; init; } = 10;

    /// <summary>
    /// The norms that are compared are means over the steps of an epoch that the probe looked at; where these are fewer than this, as many
    /// are taken from the epochs before. An alert waits until there are so many.
    /// </summary>
    [Range(1, 100_000)]
    public int LeastSteps { get; init; } = 5;

    /// <summary>A task's gradient explodes where its norm in a step is more than so many times the median of the epochs before.</summary>
    [Range(1.0, double.MaxValue)]
    public double ExplodesAt { get; init; } = 100;
}
