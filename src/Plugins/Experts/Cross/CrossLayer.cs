using MmoePipeline.Modeling.Experts;
using MmoePipeline.Modeling.Layers;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Experts.Cross;

/// <summary>A cross layer of all experts of a bank: <c>x_0 * (W x + b) + x</c>.</summary>
internal sealed class CrossLayer : torch.nn.Module
{
    private readonly ParallelLinear _map;
    private readonly Parameter? _narrowing;

    /// <summary>Draws the parameters.</summary>
    /// <param name="name">The prefix of the random streams' names.</param>
    /// <param name="options">Count and rank.</param>
    /// <param name="context">Where the bank sits.</param>
    public CrossLayer(string name, CrossExpertsOptions options, ExpertContext context)
        : base(nameof(CrossLayer))
    {
        int width = options.Rank ?? context.InputWidth;
        _map = new ParallelLinear(name, options.Count, width, context.InputWidth, context.Random, context.Device);
        register_module("map", _map);
        if (options.Rank is not null)
        {
            double bound = 1 / Math.Sqrt(context.InputWidth);
            _narrowing = FreshParameter.From(
                context.Random.Open($"{name}.narrowing").Uniform([options.Count, context.InputWidth, width], -bound, bound), context.Device);
            register_parameter("narrowing", _narrowing);
        }
    }

    /// <summary>Computes the layer.</summary>
    /// <param name="first">What the bank reads: <c>[batch, input width]</c>.</param>
    /// <param name="crossed">What the layer before gave: <c>[experts, batch, input width]</c>.</param>
    /// <returns><c>[experts, batch, input width]</c>.</returns>
    public torch.Tensor Forward(torch.Tensor first, torch.Tensor crossed) =>
        (first * _map.Forward(_narrowing is null ? crossed : torch.bmm(crossed, _narrowing.to(crossed.dtype)))) + crossed;
}
