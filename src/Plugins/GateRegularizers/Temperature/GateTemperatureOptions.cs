using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.GateRegularizers.Temperature;

/// <summary>Options of the gates' temperature.</summary>
[PluginOptions]
public sealed partial record GateTemperatureOptions
{
    /// <summary>What the logits are divided by: above 1 draws the weights together, below 1 drives them apart.</summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double Scale { get; init; } = 2;
}
