using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.Probes.Gates;

/// <summary>Options of the gates probe.</summary>
[PluginOptions]
public sealed partial record GatesProbeOptions
{
    /// <summary>A gate whose mean weight of one expert is above this has collapsed.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double CollapseAt { get; init; } = 0.9;
}
