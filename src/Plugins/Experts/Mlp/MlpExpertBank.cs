using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Blocks;
using TorchSharp;

namespace MmoePipeline.Plugins.Experts.Mlp;

/// <summary>
/// Perceptrons side by side: the first layer of all is one matrix product, each later layer one batched product.
/// </summary>
public sealed class MlpExpertBank : ExpertBank
{
    private readonly ParallelMlp _experts;

    /// <summary>Draws the parameters.</summary>
    /// <param name="options">Count, widths and activation.</param>
    /// <param name="site">Where the bank sits.</param>
    public MlpExpertBank(MlpExpertsOptions options, ExpertSite site)
        : base(nameof(MlpExpertBank), options.Count, options.Hidden[^1])
    {
        _experts = new ParallelMlp(
            site.Name,
            options.Count,
            site.InputWidth,
            options.Hidden,
            options.Activation,
            sharedInput: true,
            site.Random,
            site.Device,
            options.Normalization,
            options.Dropout)
        {
            Precision = site.Precision,
        };
        register_module("layers", _experts);
    }

    /// <inheritdoc/>
    public override torch.Tensor Forward(torch.Tensor input) => _experts.Forward(input);
}
