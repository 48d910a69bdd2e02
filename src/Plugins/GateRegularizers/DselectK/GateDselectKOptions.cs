using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.GateRegularizers.DselectK;

/// <summary>Options of the differentiable choice of experts.</summary>
[PluginOptions]
public sealed partial record GateDselectKOptions
{
    /// <summary>How many experts a gate chooses at most.</summary>
    [Range(1, 64)]
    public int K { get; init; } = 2;

    /// <summary>Whether each row has a choice of its own, or the gate one for all rows.</summary>
    public bool PerExample { get; init; } = true;

    /// <summary>The width of the smooth step between 0 and 1: the smaller, the sooner a choice is made for good.</summary>
    [Range(0.0, 1000.0, MinimumIsExclusive = true)]
    public double Gamma { get; init; } = 1;

    /// <summary>The weight of the selectors' entropy in the loss: it drives each to a single expert.</summary>
    [Range(0.0, 1e6)]
    public double EntropyWeight { get; init; } = 1e-6;

    /// <summary>
    /// The weight in the loss of the penalty for codes that no expert has, of which there are some where the number of experts is not a power of two.
    /// </summary>
    [Range(0.0, 1e6)]
    public double ReachabilityWeight { get; init; } = 1;
}
