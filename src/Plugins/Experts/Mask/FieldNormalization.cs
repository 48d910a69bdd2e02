using MmoePipeline.Modeling.Experts;
using MmoePipeline.Modeling.Layers;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Experts.Mask;

/// <summary>
/// Layer normalisation of each field's embedding by itself, with a trained scale and shift. Numeric fields, of one value, are only
/// scaled and shifted; where layers have mixed the fields, the input is normalised as a whole.
/// </summary>
internal sealed class FieldNormalization : torch.nn.Module
{
    private readonly int _fields;
    private readonly int _dimension;
    private readonly Parameter _scale;
    private readonly Parameter _shift;

    /// <summary>Starts with scale 1 and shift 0.</summary>
    /// <param name="context">Where the bank sits.</param>
    public FieldNormalization(ExpertContext context)
        : base(nameof(FieldNormalization))
    {
        (_fields, _dimension) = context.Features is { } features
            ? (features.Categorical.Length, features.EmbeddingDimension)
            : (1, context.InputWidth);
        _scale = FreshParameter.From(torch.ones(context.InputWidth), context.Device);
        _shift = FreshParameter.From(torch.zeros(context.InputWidth), context.Device);
        register_parameter("scale", _scale);
        register_parameter("shift", _shift);
    }

    /// <summary>Normalises.</summary>
    /// <param name="input"><c>[batch, input width]</c>.</param>
    /// <returns>The same shape.</returns>
    public torch.Tensor Forward(torch.Tensor input)
    {
        long width = (long)_fields * _dimension;
        torch.Tensor normalized = torch.nn.functional.layer_norm(
            input.narrow(1, 0, width).reshape(input.size(0), _fields, _dimension), [_dimension]).flatten(1);
        torch.Tensor whole = width == input.size(1)
            ? normalized
            : torch.cat([normalized, input.narrow(1, width, input.size(1) - width)], 1);
        return (whole * _scale) + _shift;
    }
}
