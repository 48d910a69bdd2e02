using MmoePipeline.Composition;
using MmoePipeline.Modeling.Gates;
using MmoePipeline.Modeling.Layers;
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
public sealed class GateLayerNorm : GateRegularizer
{
    private const double Epsilon = 1e-5;

    private readonly ImmutableArray<ParallelLayerNorm> _hidden;
    private readonly Parameter _scale;
    private readonly Parameter _shift;

    /// <summary>Creates the regularizer.</summary>
    public GateLayerNorm(GateContext context)
        : base(nameof(GateLayerNorm))
    {
        _hidden = [.. context.Hidden.Select(width => new ParallelLayerNorm(context.Gates.Length, width, context.Device))];
        for (int layer = 0; layer < _hidden.Length; layer++)
        {
            register_module($"{layer}", _hidden[layer]);
        }

        _scale = FreshParameter.From(torch.ones(context.Gates.Length, context.Experts), context.Device);
        _shift = FreshParameter.From(torch.zeros(context.Gates.Length, context.Experts), context.Device);
        register_parameter("scale", _scale);
        register_parameter("shift", _shift);
    }

    /// <inheritdoc/>
    public override GateEffects Effects => GateEffects.Once | GateEffects.ReadsLogits | GateEffects.NeedsFiniteLogits;

    /// <inheritdoc/>
    public override torch.Tensor OnHidden(torch.Tensor hidden, int layer) => _hidden[layer].Forward(hidden);

    /// <inheritdoc/>
    public override torch.Tensor OnLogits(torch.Tensor logits) =>
        (torch.nn.functional.layer_norm(logits, [logits.size(-1)], null, null, Epsilon) * _scale) + _shift;
}
