using MmoePipeline.Composition;
using MmoePipeline.Modeling.Gates;
using TorchSharp;

namespace MmoePipeline.Plugins.GateRegularizers.BiasBalance;

/// <summary>Balances the experts' loads by a bias for each that is moved against its load, without a penalty in the loss.</summary>
/// <remarks>
/// <para>
/// After each training batch <c>b_e &lt;- b_e + rate * sign(1/E - load_e)</c>, gate by gate, where the load is the expert's mean weight. Wang, Gao,
/// Zhao, Sun, Dai: Auxiliary-Loss-Free Load Balancing Strategy for Mixture-of-Experts, 2024, algorithm 1. There the bias decides the choice of
/// the top k only; gates here weigh all experts, so that it is part of their logits.
/// </para>
/// <para>When to use it: as <c>load-balance</c>, where its penalty harms the metrics.</para>
/// </remarks>
[Plugin("bias-balance")]
public sealed class GateBiasBalance : GateRegularizer
{
    private readonly Scalar _rate;
    private readonly Scalar _even;
    private readonly torch.Tensor _bias;

    /// <summary>Creates the regularizer.</summary>
    public GateBiasBalance(GateBiasBalanceOptions options, GateContext context)
        : base(nameof(GateBiasBalance))
    {
        _rate = options.Rate;
        _even = 1.0 / context.Experts;
        _bias = torch.zeros(context.Gates.Length, context.Experts, device: context.Device);
        register_buffer("bias", _bias);
    }

    /// <inheritdoc/>
    public override GateEffects Effects => GateEffects.Once | GateEffects.ReadsLogits;

    /// <inheritdoc/>
    public override torch.Tensor OnLogits(torch.Tensor logits) => logits + _bias.clone();

    /// <inheritdoc/>
    public override torch.Tensor OnWeights(torch.Tensor weights)
    {
        if (training)
        {
            using IDisposable noGrad = torch.no_grad();
            _bias.sub_(weights.mean([0]).sub(_even).sign().mul_(_rate));
        }

        return weights;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _rate.Dispose();
            _even.Dispose();
        }

        base.Dispose(disposing);
    }
}
