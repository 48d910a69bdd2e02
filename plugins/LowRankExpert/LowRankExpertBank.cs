using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Blocks;
using TorchSharp;

namespace LowRankExpert;

/// <summary>All experts at once: one matrix product for the narrow maps, one batched product for the wide ones.</summary>
public sealed class LowRankExpertBank : ExpertBank
{
    private readonly FanOutLinear _narrow;
    private readonly ParallelLinear _wide;

    /// <summary>Draws the parameters.</summary>
    /// <param name="options">Count, rank and width.</param>
    /// <param name="site">Where the bank sits.</param>
    public LowRankExpertBank(LowRankExpertsOptions options, ExpertSite site)
        : base(nameof(LowRankExpertBank), options.Count, options.Width)
    {
        _narrow = new FanOutLinear($"{site.Name}.narrow", options.Count, site.InputWidth, options.Rank, site.Random, site.Device);
        _wide = new ParallelLinear($"{site.Name}.wide", options.Count, options.Rank, options.Width, site.Random, site.Device);
        register_module("narrow", _narrow);
        register_module("wide", _wide);
    }

    /// <inheritdoc/>
    public override torch.Tensor Forward(torch.Tensor input) =>
        _wide.Forward(_narrow.Forward(input).permute(1, 0, 2)).relu_();
}
