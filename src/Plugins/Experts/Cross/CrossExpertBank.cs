using MmoePipeline.Modeling.Experts;
using MmoePipeline.Modeling.Layers;
using TorchSharp;

namespace MmoePipeline.Plugins.Experts.Cross;

/// <summary>Cross networks side by side, each with matrices of its own, and an affine map behind each.</summary>
public sealed class CrossExpertBank : ExpertBank
{
    private readonly ImmutableArray<CrossLayer> _layers;
    private readonly ParallelLinear _output;
    private readonly Dropout? _dropout;

    /// <summary>Draws the parameters.</summary>
    /// <param name="options">Count, layers, rank and width.</param>
    /// <param name="context">Where the bank sits.</param>
    public CrossExpertBank(CrossExpertsOptions options, ExpertContext context)
        : base(nameof(CrossExpertBank), options.Count, options.Width)
    {
        _layers = [.. Enumerable.Range(0, options.Layers).Select(layer => new CrossLayer($"{context.Name}.{layer}", options, context))];
        _output = new ParallelLinear($"{context.Name}.output", options.Count, context.InputWidth, options.Width, context.Random, context.Device);
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            register_module($"{layer}", _layers[layer]);
        }

        register_module("output", _output);
        if (options.Dropout > 0)
        {
            _dropout = new Dropout($"{context.Name}.dropout", options.Dropout, context.Random, context.Device);
            register_module("dropout", _dropout);
        }
    }

    /// <inheritdoc/>
    public override torch.Tensor Forward(torch.Tensor input)
    {
        torch.Tensor crossed = input.unsqueeze(0).expand(Count, -1, -1);
        foreach (CrossLayer layer in _layers)
        {
            crossed = layer.Forward(input, crossed);
        }

        return _output.Forward(_dropout?.Forward(crossed) ?? crossed);
    }
}
