using MmoePipeline.Modeling.Experts;
using TorchSharp;

namespace MmoePipeline.Plugins.Experts.Mask;

/// <summary>Mask experts side by side; each layer of all is one product.</summary>
public sealed class MaskExpertBank : ExpertBank
{
    private readonly FieldNormalization _fields;
    private readonly ImmutableArray<MaskBlock> _blocks;

    /// <summary>Draws the parameters.</summary>
    /// <param name="options">Count, widths and reduction.</param>
    /// <param name="context">Where the bank sits.</param>
    public MaskExpertBank(MaskExpertsOptions options, ExpertContext context)
        : base(nameof(MaskExpertBank), options.Count, options.Hidden[^1])
    {
        _fields = new FieldNormalization(context);
        _blocks =
        [
            .. options.Hidden.Select((width, block) => new MaskBlock(
                $"{context.Name}.{block}", options, block == 0 ? context.InputWidth : options.Hidden[block - 1], width, context)),
        ];
        register_module("fields", _fields);
        for (int block = 0; block < _blocks.Length; block++)
        {
            register_module($"{block}", _blocks[block]);
        }
    }

    /// <inheritdoc/>
    public override torch.Tensor Forward(torch.Tensor input)
    {
        torch.Tensor hidden = _fields.Forward(input).unsqueeze(0);
        foreach (MaskBlock block in _blocks)
        {
            hidden = block.Forward(input, hidden);
        }

        return hidden;
    }
}
