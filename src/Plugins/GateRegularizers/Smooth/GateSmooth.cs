using MmoePipeline.Composition;
using MmoePipeline.Modeling.Gates;
using TorchSharp;

namespace MmoePipeline.Plugins.GateRegularizers.Smooth;

/// <summary>Holds a gate's mean weights near their moving average, against swings.</summary>
/// <remarks>
/// <para>
/// <c>weight * sum_ge (mean_b w_bge - m_ge)^2</c> with the moving average <c>m &lt;- momentum * m + (1 - momentum) * mean_b w_b</c>, which starts
/// with the first batch. The idea is that of a mean teacher (Tarvainen, Valpola, NeurIPS 2017, equation 2), on a gate's use of its experts.
/// </para>
/// <para>When to use it: gates that swing between experts while the towers behind them can't settle. It also slows gates down that learn.</para>
/// </remarks>
[Plugin("smooth")]
public sealed class GateSmooth : GateRegularizer
{
    private readonly Scalar _weight;
    private readonly Scalar _share;
    private readonly torch.Tensor _average;

    /// <summary>Creates the regularizer.</summary>
    public GateSmooth(GateSmoothOptions options, GateContext context)
        : base(nameof(GateSmooth))
    {
        _weight = options.Weight;
        _share = 1 - options.Momentum;

        // Not a number until the first batch.
        _average = torch.full(context.Gates.Length, context.Experts, float.NaN, device: context.Device);
        register_buffer("average", _average);
    }

    /// <inheritdoc/>
    public override GateEffects Effects => GateEffects.Once;

    /// <inheritdoc/>
    public override torch.Tensor? Penalty(torch.Tensor logits, torch.Tensor weights)
    {
        torch.Tensor mean = weights.mean([0]);
        using (torch.no_grad())
        {
            _average.copy_(torch.where(_average.ne(_average), mean, _average));
        }

        torch.Tensor penalty = (mean - _average.clone()).square().sum().mul(_weight);
        using (torch.no_grad())
        {
            _average.add_(mean.sub(_average).mul_(_share));
        }

        return penalty;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _weight.Dispose();
            _share.Dispose();
        }

        base.Dispose(disposing);
    }
}
