using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.Probes.ExpertLearning;

/// <summary>Options of the expert-learning probe.</summary>
[PluginOptions]
public sealed partial record ExpertLearningProbeOptions
{
    /// <summary>Look at every so many steps; where an epoch has fewer, at its last.</summary>
    [Range(1, int.MaxValue)]
    public int Every { get; init; } = 50;

    /// <summary>An expert that moves less than this share of what the middle expert of its bank moves is starving.</summary>
    [Range(0.0, 1.0)]
    public double StarvingAt { get; init; } = 0.1;
}
