using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MyPlugin;

/// <summary>Options of the gate-regularizer.</summary>
[PluginOptions]
public sealed partial record MyPluginRegularizerOptions
{
    /// <summary>What the penalty is multiplied by.</summary>
    [Range(0.0, 1000.0)]
    public double Weight { get; init; } = 0.01;
}
