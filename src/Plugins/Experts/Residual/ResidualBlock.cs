using MmoePipeline.Modeling.Experts;
using MmoePipeline.Modeling.Layers;
using TorchSharp;

namespace MmoePipeline.Plugins.Experts.Residual;

/// <summary>A block of all experts of a bank: <c>h + B a(A n(h) + a) + b</c>.</summary>
internal sealed class ResidualBlock : torch.nn.Module
{
    private readonly ParallelLayerNorm? _normalization;
    private readonly ParallelLinear _into;
    private readonly ParallelLinear _back;
    private readonly Dropout? _dropout;
    private readonly Activation _activation;

    /// <summary>Draws the parameters.</summary>
    /// <param name="name">The prefix of the random streams' names.</param>
    /// <param name="options">Count and widths.</param>
    /// <param name="context">Where the bank sits.</param>
    public ResidualBlock(string name, ResidualExpertsOptions options, ExpertContext context)
        : base(nameof(ResidualBlock))
    {
        _activation = options.Activation;
        _into = new ParallelLinear($"{name}.into", options.Count, options.Width, options.Hidden, context.Random, context.Device);
        _back = new ParallelLinear($"{name}.back", options.Count, options.Hidden, options.Width, context.Random, context.Device);
        register_module("into", _into);
        register_module("back", _back);
        if (options.Dropout > 0)
        {
            _dropout = new Dropout($"{name}.dropout", options.Dropout, context.Random, context.Device);
            register_module("dropout", _dropout);
        }

        if (options.Normalization == Normalization.Layer)
        {
            _normalization = new ParallelLayerNorm(options.Count, options.Width, context.Device);
            register_module("normalization", _normalization);
        }
    }

    /// <summary>Computes the block.</summary>
    /// <param name="stream"><c>[experts, batch, width]</c>.</param>
    /// <returns>The same shape.</returns>
    public torch.Tensor Forward(torch.Tensor stream)
    {
        torch.Tensor hidden = _into.Forward(_normalization?.Forward(stream) ?? stream, _activation);
        return stream + _back.Forward(_dropout?.Forward(hidden) ?? hidden);
    }
}
