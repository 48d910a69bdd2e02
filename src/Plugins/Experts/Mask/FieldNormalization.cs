using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Experts;
using MmoePipeline.Modeling.Layers;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Experts.Mask;

/// <summary>
/// Layer normalisation of each field by itself, with a trained scale and shift. Fields of one value are only
/// scaled and shifted; where layers have mixed the fields, the input is normalised as a whole.
/// </summary>
internal sealed class FieldNormalization : torch.nn.Module
{
    private readonly ImmutableArray<(int Offset, int Count, int Width)> _blocks;
    private readonly Parameter _scale;
    private readonly Parameter _shift;

    /// <summary>Starts with scale 1 and shift 0.</summary>
    /// <param name="context">Where the bank sits.</param>
    public FieldNormalization(ExpertContext context)
        : base(nameof(FieldNormalization))
    {
        _blocks = context.Features is { } features ? [.. Blocks(features)] : [(0, 1, context.InputWidth)];
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
        torch.Tensor[] parts = [.. _blocks.Select(block => block.Width == 1 ? input.narrow(1, block.Offset, block.Count) : Normalized(input, block))];
        torch.Tensor whole = parts.Length == 1 ? parts[0] : torch.cat(parts, 1);
        return (whole * _scale) + _shift;
    }

    /// <summary>Fields of one width that are next to each other, which are normalised at once.</summary>
    private static IEnumerable<(int Offset, int Count, int Width)> Blocks(FeatureLayout features)
    {
        (int offset, int count, int width) = (0, 0, 0);
        foreach (FeatureField field in features.Fields)
        {
            if (count > 0 && field.Width != width)
            {
                yield return (offset, count, width);
                (offset, count) = (field.Offset, 0);
            }

            (count, width) = (count + 1, field.Width);
        }

        yield return (offset, count, width);
    }

    private static torch.Tensor Normalized(torch.Tensor input, (int Offset, int Count, int Width) block) => torch.nn.functional.layer_norm(
        input.narrow(1, block.Offset, (long)block.Count * block.Width).reshape(input.size(0), block.Count, block.Width), [block.Width]).flatten(1);
}
