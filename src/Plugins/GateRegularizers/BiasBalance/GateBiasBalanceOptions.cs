using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.GateRegularizers.BiasBalance;

/// <summary>Options of balance by biases.</summary>
[PluginOptions]
public sealed partial record GateBiasBalanceOptions
{
    /// <summary>How far a bias moves in a step.</summary>
    [Range(0.0, 10.0, MinimumIsExclusive = true)]
    public double Rate { get; init; } = 0.001;
}
