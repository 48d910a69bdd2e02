using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.Probes.Gates;

/// <summary>Options of the gates probe.</summary>
[PluginOptions]
public sealed partial record GatesProbeOptions
{
    /// <summary>A gate that gives more than 0.9 of the weight to one expert on more than this share of the rows has collapsed.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double CollapseAt { get; init; } = 0.5;
}
