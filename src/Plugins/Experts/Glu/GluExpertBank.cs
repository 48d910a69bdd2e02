using MmoePipeline.Modeling.Experts;
using MmoePipeline.Modeling.Layers;
using TorchSharp;

namespace MmoePipeline.Plugins.Experts.Glu;

/// <summary>Gated linear units side by side; both halves of a layer of all experts are one product.</summary>
public sealed class GluExpertBank : ExpertBank
{
    private readonly GluGate _gate;
    private readonly FanOutLinear _first;
    private readonly ImmutableArray<ParallelLinear> _rest;
    private readonly Dropout? _dropout;

    /// <summary>Draws the parameters.</summary>
    /// <param name="options">Count, widths and gate.</param>
    /// <param name="context">Where the bank sits.</param>
    public GluExpertBank(GluExpertsOptions options, ExpertContext context)
        : base(nameof(GluExpertBank), options.Count, options.Hidden[^1])
    {
        _gate = options.Gate;
        _first = new FanOutLinear($"{context.Name}.0", options.Count, context.InputWidth, 2 * options.Hidden[0], context.Random, context.Device);
        _rest =
        [
            .. options.Hidden.Skip(1).Select((width, layer) => new ParallelLinear(
                $"{context.Name}.{layer + 1}", options.Count, options.Hidden[layer], 2 * width, context.Random, context.Device)),
        ];
        register_module("0", _first);
        for (int layer = 0; layer < _rest.Length; layer++)
        {
            register_module($"{layer + 1}", _rest[layer]);
        }

        if (options.Dropout > 0)
        {
            _dropout = new Dropout($"{context.Name}.dropout", options.Dropout, context.Random, context.Device);
            register_module("dropout", _dropout);
        }
    }

    /// <inheritdoc/>
    public override torch.Tensor Forward(torch.Tensor input)
    {
        torch.Tensor hidden = Gated(_first.Forward(input).permute(1, 0, 2));
        foreach (ParallelLinear layer in _rest)
        {
            hidden = Gated(layer.Forward(hidden));
        }

        return hidden;
    }

    /// <summary>The first half times the function of the second, with dropout.</summary>
    private torch.Tensor Gated(torch.Tensor halves)
    {
        torch.Tensor[] parts = halves.chunk(2, -1);
        torch.Tensor gated = parts[0] * _gate switch
        {
            GluGate.Sigmoid => parts[1].sigmoid(),
            GluGate.Silu => torch.nn.functional.silu(parts[1]),
            GluGate.Gelu => torch.nn.functional.gelu(parts[1]),
            _ => throw new InvalidOperationException($"There is no gate {_gate}."),
        };
        return _dropout?.Forward(gated) ?? gated;
    }
}
