using MmoePipeline.Composition;
using MmoePipeline.Modeling.Gates;
using TorchSharp;

namespace MmoePipeline.Plugins.GateRegularizers.Entropy;

/// <summary>Adds a penalty to the loss when a gate's mean entropy falls below a floor.</summary>
/// <remarks>
/// <para>
/// <c>weight * sum_g max(0, floor * log(E) - mean_b H(w_bg))</c> with the entropy <c>H(w) = -sum_e w_e log(w_e)</c>, the confidence penalty
/// of Pereyra et al.: Regularizing Neural Networks by Penalizing Confident Output Distributions, 2017, with the threshold of its
/// section 3.2. Above the floor it does nothing.
/// </para>
/// <para>When to use it: gates that collapse late; unlike a temperature it leaves gates alone that are spread enough.</para>
/// </remarks>
[Plugin("entropy")]
public sealed class GateEntropy(GateEntropyOptions options, GateContext context) : GateRegularizer(nameof(GateEntropy))
{
    // So small that it changes no entropy, and keeps the gradient of 0 log 0 finite.
    private static readonly Scalar Smallest = 1e-30;

    private readonly Scalar _weight = options.Weight;
    private readonly Scalar _floor = options.Floor * Math.Log(context.Experts);

    /// <inheritdoc/>
    public override torch.Tensor? Penalty(torch.Tensor logits, torch.Tensor weights)
    {
        torch.Tensor negative = (weights * weights.clamp_min(Smallest).log()).sum(-1).mean([0]);
        return negative.add(_floor).relu().sum().mul(_weight);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _weight.Dispose();
            _floor.Dispose();
        }

        base.Dispose(disposing);
    }
}
