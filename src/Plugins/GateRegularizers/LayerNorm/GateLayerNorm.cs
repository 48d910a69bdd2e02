using MmoePipeline.Composition;
using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Blocks;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.GateRegularizers.LayerNorm;

/// <summary>Normalises every layer of the gates, the logits included, with a trained scale and shift.</summary>
/// <remarks>
/// <para>
/// <c>(z - mean(z)) / sqrt(var(z) + 1e-5) * scale + shift</c> over each layer's width, before its activation function. Ba, Kiros, Hinton:
/// Layer Normalization, 2016, equation 3. The logits of a row then have a spread that only the scale can change, so no single
/// row can swing the gate.
/// </para>
/// <para>When to use it: gates that swing from step to step, or whose logits grow without end.</para>
/// </remarks>
[Plugin("layer-norm")]
public sealed class GateLayerNorm() : GateRegularizer(nameof(GateLayerNorm))
{
    private const double Epsilon = 1e-5;

    private ImmutableArray<ParallelLayerNorm> _hidden = [];
    private Parameter? _scale;
    private Parameter? _shift;

    /// <inheritdoc/>
    public override GateEffects Effects => GateEffects.Once | GateEffects.ReadsLogits | GateEffects.NeedsFiniteLogits;

    /// <inheritdoc/>
    public override void Attach(GateSite site)
    {
        _hidden = [.. site.Hidden.Select(width => new ParallelLayerNorm(site.Gates.Length, width, site.Device))];
        for (int layer = 0; layer < _hidden.Length; layer++)
        {
            register_module($"{layer}", _hidden[layer]);
        }

        _scale = FreshParameter.From(torch.ones(site.Gates.Length, site.Experts), site.Device);
        _shift = FreshParameter.From(torch.zeros(site.Gates.Length, site.Experts), site.Device);
        register_parameter("scale", _scale);
        register_parameter("shift", _shift);
    }

    /// <inheritdoc/>
    public override torch.Tensor OnHidden(torch.Tensor hidden, int layer) => _hidden[layer].Forward(hidden);

    /// <inheritdoc/>
    public override torch.Tensor OnLogits(torch.Tensor logits) => _scale is { } scale && _shift is { } shift
        ? (torch.nn.functional.layer_norm(logits, [logits.size(-1)], null, null, Epsilon) * scale) + shift
        : throw new InvalidOperationException($"{nameof(Attach)} comes before the first pass.");
}
