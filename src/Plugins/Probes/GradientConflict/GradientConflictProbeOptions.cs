using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.Probes.GradientConflict;

/// <summary>Options of the gradient-conflict probe.</summary>
[PluginOptions]
public sealed partial record GradientConflictProbeOptions
{
    /// <summary>
    /// Look at every so many steps; where an epoch has fewer, at its last. By default 50, or fewer in a run of less than 3,000 steps, so that
    /// about 60 are looked at.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int? Every { get; init; }

    /// <summary>Two tasks conflict where the whole interval of their mean cosine on all shared parameters is below this.</summary>
    [Range(-1.0, 0.0)]
    public double TugOfWarAt { get; init; } = -0.1;

    /// <summary>
    /// The verdict is by the later half of the steps that the probe looked at, and at least so many. With fewer in the whole run the verdict is
    /// not measured.
    /// </summary>
    [Range(2, 100_000)]
    public int LeastSteps { get; init; } = 20;
}
