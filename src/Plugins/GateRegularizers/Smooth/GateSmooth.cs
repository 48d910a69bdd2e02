using MmoePipeline.Composition;
using MmoePipeline.Modeling;
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
public sealed class GateSmooth(GateSmoothOptions options) : GateRegularizer(nameof(GateSmooth))
{
    private readonly Scalar _weight = options.Weight;
    private readonly Scalar _share = 1 - options.Momentum;
    private torch.Tensor? _average;

    /// <inheritdoc/>
    public override GateEffects Effects => GateEffects.Once;

    /// <inheritdoc/>
    public override void Attach(GateSite site)
    {
        // Not a number until the first batch.
        _average = torch.full(site.Gates.Length, site.Experts, float.NaN, device: site.Device);
        register_buffer("average", _average);
    }

    /// <inheritdoc/>
    public override torch.Tensor? Penalty(torch.Tensor logits, torch.Tensor weights)
    {
        torch.Tensor average = _average ?? throw new InvalidOperationException($"{nameof(Attach)} comes before the first pass.");
        torch.Tensor mean = weights.mean([0]);
        using (torch.no_grad())
        {
            average.copy_(torch.where(average.ne(average), mean, average));
        }

        torch.Tensor penalty = (mean - average.clone()).square().sum().mul(_weight);
        using (torch.no_grad())
        {
            average.add_(mean.sub(average).mul_(_share));
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
