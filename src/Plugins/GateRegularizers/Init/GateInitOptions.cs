using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.GateRegularizers.Init;

/// <summary>Options of the gates' start.</summary>
[PluginOptions]
public sealed partial record GateInitOptions
{
    /// <summary>The standard deviation of the weights; 0 lets all gates start even.</summary>
    [Range(0.0, 100.0)]
    public double Deviation { get; init; } = 0.01;

    /// <summary>Which layers are drawn anew.</summary>
    public GateInitLayers Layers { get; init; } = GateInitLayers.Last;
}
