using MmoePipeline.Modeling.Experts;
using MmoePipeline.Modeling.Layers;
using TorchSharp;

namespace MmoePipeline.Plugins.Experts.Mask;

/// <summary>A block of all experts of a bank: <c>ReLU(LN(W (mask(x) * h)))</c>.</summary>
internal sealed class MaskBlock : torch.nn.Module
{
    private readonly FanOutLinear _aggregation;
    private readonly ParallelLinear _projection;
    private readonly ParallelLinear _map;
    private readonly ParallelLayerNorm _normalization;
    private readonly Dropout? _dropout;

    /// <summary>Draws the parameters.</summary>
    /// <param name="name">The prefix of the random streams' names.</param>
    /// <param name="options">Count and reduction.</param>
    /// <param name="masked">The width of what is masked.</param>
    /// <param name="width">The width of the output.</param>
    /// <param name="context">Where the bank sits.</param>
    public MaskBlock(string name, MaskExpertsOptions options, int masked, int width, ExpertContext context)
        : base(nameof(MaskBlock))
    {
        int aggregated = Math.Max(1, (int)Math.Round(options.Reduction * masked));
        _aggregation = new FanOutLinear($"{name}.aggregation", options.Count, context.InputWidth, aggregated, context.Random, context.Device);
        _projection = new ParallelLinear($"{name}.projection", options.Count, aggregated, masked, context.Random, context.Device);
        _map = new ParallelLinear($"{name}.map", options.Count, masked, width, context.Random, context.Device);
        _normalization = new ParallelLayerNorm(options.Count, width, context.Device);
        register_module("aggregation", _aggregation);
        register_module("projection", _projection);
        register_module("map", _map);
        register_module("normalization", _normalization);
        if (options.Dropout > 0)
        {
            _dropout = new Dropout($"{name}.dropout", options.Dropout, context.Random, context.Device);
            register_module("dropout", _dropout);
        }
    }

    /// <summary>Computes the block.</summary>
    /// <param name="input">What masks are made of: <c>[batch, input width]</c>.</param>
    /// <param name="hidden">What is masked: <c>[experts or 1, batch, masked width]</c>.</param>
    /// <returns><c>[experts, batch, width]</c>.</returns>
    public torch.Tensor Forward(torch.Tensor input, torch.Tensor hidden)
    {
        torch.Tensor mask = _projection.Forward(_aggregation.Forward(input, Activation.Relu).permute(1, 0, 2));
        torch.Tensor block = _normalization.Forward(_map.Forward(mask * hidden)).relu();
        return _dropout?.Forward(block) ?? block;
    }
}
