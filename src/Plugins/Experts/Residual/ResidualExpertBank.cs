using MmoePipeline.Modeling.Experts;
using MmoePipeline.Modeling.Layers;
using TorchSharp;

namespace MmoePipeline.Plugins.Experts.Residual;

/// <summary>Residual networks side by side; each layer of all is one product.</summary>
public sealed class ResidualExpertBank : ExpertBank
{
    private readonly FanOutLinear _entry;
    private readonly ImmutableArray<ResidualBlock> _blocks;

    /// <summary>Draws the parameters.</summary>
    /// <param name="options">Count, widths, depth.</param>
    /// <param name="context">Where the bank sits.</param>
    public ResidualExpertBank(ResidualExpertsOptions options, ExpertContext context)
        : base(nameof(ResidualExpertBank), options.Count, options.Width)
    {
        _entry = new FanOutLinear($"{context.Name}.entry", options.Count, context.InputWidth, options.Width, context.Random, context.Device);
        _blocks = [.. Enumerable.Range(0, options.Blocks).Select(block => new ResidualBlock($"{context.Name}.{block}", options, context))];
        register_module("entry", _entry);
        for (int block = 0; block < _blocks.Length; block++)
        {
            register_module($"{block}", _blocks[block]);
        }
    }

    /// <inheritdoc/>
    public override torch.Tensor Forward(torch.Tensor input)
    {
        torch.Tensor stream = _entry.Forward(input).permute(1, 0, 2);
        foreach (ResidualBlock block in _blocks)
        {
            stream = block.Forward(stream);
        }

        return stream;
    }
}
