using MmoePipeline.Modeling.Experts;
using MmoePipeline.Modeling.Layers;
using TorchSharp;
using TorchSharp.Modules;

namespace FactorizationMachineExpert;

/// <summary>All machines of all experts at once: three matrix products.</summary>
public sealed class FactorizationMachineExpertBank : ExpertBank
{
    // Kept: TorchSharp does not keep the scalar of a plain number alive during a call.
    private static readonly Scalar Half = 0.5;

    private readonly int _factorCount;
    private readonly FanOutLinear _linear;
    private readonly Parameter _factors;

    /// <summary>Draws the parameters.</summary>
    /// <param name="options">Count, width and factors.</param>
    /// <param name="context">Where the bank sits.</param>
    public FactorizationMachineExpertBank(FactorizationMachineExpertsOptions options, ExpertContext context)
        : base(nameof(FactorizationMachineExpertBank), options.Count, options.Width)
    {
        _factorCount = options.Factors;
        _linear = new FanOutLinear($"{context.Name}.linear", options.Count, context.InputWidth, options.Width, context.Random, context.Device);
        _factors = FreshParameter.From(
            context.Random.Open($"{context.Name}.factors")
                .Normal([context.InputWidth, (long)options.Count * options.Width * options.Factors], options.InitialDeviation),
            context.Device);
        register_module("linear", _linear);
        register_parameter("factors", _factors);
    }

    /// <inheritdoc/>
    public override torch.Tensor Forward(torch.Tensor input)
    {
        torch.Tensor factors = _factors.to(input.dtype);
        torch.Tensor squareOfSums = input.mm(factors).square();
        torch.Tensor sumsOfSquares = input.square().mm(factors.square());
        torch.Tensor pairs = (squareOfSums - sumsOfSquares).view(-1, Count, OutputWidth, _factorCount).sum(-1).mul(Half);
        return (_linear.Forward(input) + pairs).permute(1, 0, 2);
    }
}
