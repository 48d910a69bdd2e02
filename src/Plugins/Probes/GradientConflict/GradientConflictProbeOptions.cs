using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.Probes.GradientConflict;

/// <summary>Options of the gradient-conflict probe.</summary>
[PluginOptions]
public sealed partial record GradientConflictProbeOptions
{
    /// <summary>Look at every so many steps; where an epoch has fewer, at its last.</summary>
    [Range(1, int.MaxValue)]
    public int Every { get; init; } = 50;

    /// <summary>Two tasks whose gradients on a group have a mean cosine that is surely below this are in a tug of war.</summary>
    [Range(-1.0, 0.0)]
    public double TugOfWarAt { get; init; } = -0.1;

    /// <summary>
    /// The mean that is compared with <c>tugOfWarAt</c> is of the steps of an epoch that the probe looked at; where these are fewer than
    /// this, as many are taken from the epochs before. With fewer in the whole run, that there is no tug of war is not said.
    /// </summary>
    [Range(2, 100_000)]
    public int LeastSteps { get; init; } = 10;
}
