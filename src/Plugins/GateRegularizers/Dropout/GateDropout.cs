using MmoePipeline.Composition;
using MmoePipeline.Modeling.Gates;
using MmoePipeline.Randomness;
using TorchSharp;

namespace MmoePipeline.Plugins.GateRegularizers.Dropout;

/// <summary>Leaves experts out at random while training, so that no task can rely on a single one.</summary>
/// <remarks>
/// <para>
/// Gate by gate and sample by sample, a weight is set to zero with probability <c>rate</c>, and what stays is scaled to a
/// sum of 1. Where next to no weight (below 1e-12) would stay, the sample keeps its weights. Without <c>renormalize</c>, what stays is divided by
/// <c>1 - rate</c> as in plain dropout. Dropout on the gates' output against polarisation: Zhao et al., Recommending What Video to
/// Watch Next, RecSys 2019, section 4.3.
/// </para>
/// <para>When to use it: a gate that leans on one expert, and experts that starve beside it.</para>
/// </remarks>
[Plugin("dropout")]
public sealed class GateDropout(GateDropoutOptions options, GateContext context) : GateRegularizer(nameof(GateDropout))
{
    // Kept: the scalar that TorchSharp makes of a plain number for a call may be collected before it was read.
    private static readonly Scalar Smallest = 1e-12;

    private readonly Scalar _scale = 1 / (1 - options.Rate);
    private readonly RandomStream _draws = context.Random.Open($"{context.Name}.dropout", context.Device);

    /// <inheritdoc/>
    public override torch.Tensor OnWeights(torch.Tensor weights)
    {
        if (!training || options.Rate == 0)
        {
            return weights;
        }

        torch.Tensor kept = _draws.Bernoulli(weights.shape, 1 - options.Rate);
        if (!options.Renormalize)
        {
            return weights * kept.mul_(_scale);
        }

        // By weight, not by number: a gate that chooses experts may be left with those that it gave nothing. And not just at 0: the
        // gradient of the division has the square of the sum below it.
        torch.Tensor nothingLeft = (weights.detach() * kept).sum(-1, keepdim: true).le(Smallest);
        torch.Tensor masked = weights * torch.where(nothingLeft, torch.ones_like(kept), kept);
        return masked / masked.sum(-1, keepdim: true);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _scale.Dispose();
        }

        base.Dispose(disposing);
    }
}
