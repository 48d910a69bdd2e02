using MmoePipeline.Modeling.Experts;
using MmoePipeline.Modeling.Layers;
using TorchSharp;

namespace LowRankExpert;

/// <summary>All experts at once: one matrix product for the narrow maps, one batched product for the wide ones.</summary>
public sealed class LowRankExpertBank : ExpertBank
{
    private readonly FanOutLinear _narrow;
    private readonly ParallelLinear _wide;

    /// <summary>Draws the parameters.</summary>
    /// <param name="options">Count, rank and width.</param>
    /// <param name="context">Where the bank sits.</param>
    public LowRankExpertBank(LowRankExpertsOptions options, ExpertContext context)
        : base(nameof(LowRankExpertBank), options.Count, options.Width)
    {
        _narrow = new FanOutLinear($"{context.Name}.narrow", options.Count, context.InputWidth, options.Rank, context.Random, context.Device);
        _wide = new ParallelLinear($"{context.Name}.wide", options.Count, options.Rank, options.Width, context.Random, context.Device);
        register_module("narrow", _narrow);
        register_module("wide", _wide);
    }

    /// <inheritdoc/>
    public override torch.Tensor Forward(torch.Tensor input) =>
        _wide.Forward(_narrow.Forward(input).permute(1, 0, 2)).relu_();
}
