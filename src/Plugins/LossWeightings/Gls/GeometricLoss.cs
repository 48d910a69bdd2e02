using MmoePipeline.Composition;
using MmoePipeline.Losses;
using MmoePipeline.Plugins.LossWeightings.Gradients;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.Gls;

/// <summary>Geometric loss: the geometric mean of the losses, to which their sizes don't matter.</summary>
/// <remarks>
/// Chennupati et al.: MultiNet++: Multi-Stream Feature Aggregation and Geometric Loss Strategy for Multi-Task Learning, CVPR
/// workshops 2019, equation 2: <c>(L_1 L_2 ... L_K)^(1/K)</c>, computed as <c>exp(mean(log L))</c>. A task's weight is
/// <c>mean / (K L_k)</c>. A task without a labelled row in the batch, or with a loss of 0, is left out of the step: K is the number of the others.
/// <para>
/// When to use it: losses differ in size and there is nothing to be tuned. A task whose loss nears zero gets an ever larger
/// weight.
/// </para>
/// </remarks>
[Plugin("gls")]
public sealed class GeometricLoss : LossWeighting
{
    private readonly torch.Tensor _weights;

    /// <summary>Creates the weighting.</summary>
    public GeometricLoss(LossWeightingContext context)
        : base(nameof(GeometricLoss))
    {
        _weights = torch.ones(context.Tasks.Length, device: context.Device);
        register_buffer("weights", _weights);
    }

    /// <inheritdoc/>
    public override torch.Tensor Combine(torch.Tensor losses) => Combine(losses, torch.ones_like(losses.detach()));

    /// <inheritdoc/>
    public override torch.Tensor Combine(torch.Tensor losses, torch.Tensor labelled)
    {
        PositiveLosses positive = PositiveLosses.Of(losses, labelled);
        torch.Tensor combined = positive.Logarithms.sum().div(positive.Count).exp().mul(positive.Any);
        _weights.copy_(combined.detach().div(positive.Values.detach()).div(positive.Count).mul(positive.Counts));
        return combined;
    }

    /// <inheritdoc/>
    public override torch.Tensor CurrentWeights() => _weights.clone();
}
