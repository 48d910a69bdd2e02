using MmoePipeline.Composition;
using MmoePipeline.Modeling.Gates;
using TorchSharp;

namespace MmoePipeline.Plugins.GateRegularizers.ZLoss;

/// <summary>Adds the square of the logits' log-sum-exp to the loss, so that logits don't grow without need.</summary>
/// <remarks>
/// <para>
/// <c>weight * sum_g mean_b (log sum_e exp(z_bge))^2</c>. Zoph et al.: ST-MoE: Designing Stable and Transferable Sparse Expert Models,
/// 2022, equation 5.
/// </para>
/// <para>When to use it: gates whose logits grow from epoch to epoch until they saturate.</para>
/// </remarks>
[Plugin("z-loss")]
public sealed class GateZLoss(GateZLossOptions options) : GateRegularizer(nameof(GateZLoss))
{
    private readonly Scalar _weight = options.Weight;

    /// <inheritdoc/>
    public override GateEffects Effects => GateEffects.ReadsLogits;

    /// <inheritdoc/>
    public override torch.Tensor? Penalty(torch.Tensor logits, torch.Tensor weights) =>
        logits.logsumexp(-1).square().mean([0]).sum().mul(_weight);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _weight.Dispose();
        }

        base.Dispose(disposing);
    }
}
