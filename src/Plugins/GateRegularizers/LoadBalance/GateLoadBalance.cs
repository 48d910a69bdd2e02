using MmoePipeline.Composition;
using MmoePipeline.Modeling.Gates;
using TorchSharp;

namespace MmoePipeline.Plugins.GateRegularizers.LoadBalance;

/// <summary>Adds a penalty to the loss when a gate uses its experts unevenly over a batch.</summary>
/// <remarks>
/// <para>
/// For each gate, either <c>var(I) / mean(I)^2</c> with <c>I_e = sum_b w_be</c> (Shazeer et al.: Outrageously Large Neural Networks, ICLR 2017,
/// equations 6 and 7; 0 for even use), or <c>E sum_e f_e P_e</c> (Fedus, Zoph, Shazeer: Switch Transformers, JMLR 2022, equation 4; 1 for
/// even use). The sum over the gates is added to the loss. Single rows may still choose as they like. The variance is that of the population, as in
/// the paper; the public implementation mixture-of-experts (moe.py) takes the unbiased one.
/// </para>
/// <para>When to use it: experts that starve. A task that truly needs one expert is hindered by it; compare the metrics.</para>
/// </remarks>
[Plugin("load-balance")]
public sealed class GateLoadBalance(GateLoadBalanceOptions options) : GateRegularizer(nameof(GateLoadBalance))
{
    private readonly Scalar _weight = options.Weight;

    /// <inheritdoc/>
    public override torch.Tensor? Penalty(torch.Tensor logits, torch.Tensor weights) =>
        (options.Form == LoadBalanceForm.Importance ? Variation(weights) : Switch(weights)).mul(_weight);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _weight.Dispose();
        }

        base.Dispose(disposing);
    }

    private static torch.Tensor Variation(torch.Tensor weights)
    {
        torch.Tensor importance = weights.sum([0]);
        torch.Tensor mean = importance.mean([-1], keepdim: true);
        return ((importance - mean).square().mean([-1]) / mean.square().squeeze(-1)).sum();
    }

    private static torch.Tensor Switch(torch.Tensor weights)
    {
        long experts = weights.size(-1);
        torch.Tensor chosen = torch.nn.functional.one_hot(weights.detach().argmax(-1), experts).to(weights.dtype).mean([0]);
        return (chosen * weights.mean([0])).sum() * experts;
    }
}
