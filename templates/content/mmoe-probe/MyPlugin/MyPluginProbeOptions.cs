using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MyPlugin;

/// <summary>Options of the probe.</summary>
[PluginOptions]
public sealed partial record MyPluginProbeOptions
{
    /// <summary>Above this mean of a gate's largest weight, an alert is given.</summary>
    [Range(0.0, 1.0)]
    public double Threshold { get; init; } = 0.9;
}
