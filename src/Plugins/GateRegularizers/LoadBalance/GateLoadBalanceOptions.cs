using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.GateRegularizers.LoadBalance;

/// <summary>Options of the balance of loads.</summary>
[PluginOptions]
public sealed partial record GateLoadBalanceOptions
{
    /// <summary>What is penalised.</summary>
    public LoadBalanceForm Form { get; init; } = LoadBalanceForm.Importance;

    /// <summary>What the penalty is multiplied by before it is added to the loss.</summary>
    [Range(0.0, 1e6)]
    public double Weight { get; init; } = 0.01;
}
