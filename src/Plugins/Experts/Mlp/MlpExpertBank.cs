using MmoePipeline.Modeling.Experts;
using MmoePipeline.Modeling.Layers;
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
    /// <param name="context">Where the bank sits.</param>
    public MlpExpertBank(MlpExpertsOptions options, ExpertContext context)
        : base(nameof(MlpExpertBank), options.Count, options.Hidden[^1])
    {
        _experts = new ParallelMlp(
            context.Name,
            options.Count,
            context.InputWidth,
            options.Hidden,
            options.Activation,
            sharedInput: true,
            context.Random,
            context.Device,
            options.Normalization,
            options.Dropout)
        {
            Precision = context.Precision,
        };
        register_module("layers", _experts);
    }

    /// <inheritdoc/>
    public override torch.Tensor Forward(torch.Tensor input) => _experts.Forward(input);
}
