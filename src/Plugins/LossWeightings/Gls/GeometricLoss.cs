using MmoePipeline.Composition;
using MmoePipeline.Losses;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.Gls;

/// <summary>Geometric loss: the geometric mean of the losses, to which their sizes don't matter.</summary>
/// <remarks>
/// Chennupati et al.: MultiNet++: Multi-Stream Feature Aggregation and Geometric Loss Strategy for Multi-Task Learning, CVPR
/// workshops 2019, equation 2: <c>(L_1 L_2 ... L_K)^(1/K)</c>, computed as <c>exp(mean(log L))</c>. A task's weight is
/// <c>mean / (K L_k)</c>. Losses have to be positive.
/// <para>
/// When to use it: losses differ in size and there is nothing to be tuned. A task whose loss nears zero gets an ever larger
/// weight.
/// </para>
/// </remarks>
[Plugin("gls")]
public sealed class GeometricLoss() : LossWeighting(nameof(GeometricLoss))
{
    private torch.Tensor? _weights;

    /// <inheritdoc/>
    public override void Attach(LossWeightingSite site)
    {
        _weights = torch.ones(site.Tasks.Length, device: site.Device);
        register_buffer("weights", _weights);
    }

    /// <inheritdoc/>
    public override torch.Tensor Combine(torch.Tensor losses)
    {
        torch.Tensor combined = losses.log().mean().exp();
        Buffer.copy_(combined.detach().div(losses.detach()).div(torch.tensor((float)losses.numel(), device: losses.device)));
        return combined;
    }

    /// <inheritdoc/>
    public override torch.Tensor CurrentWeights() => Buffer.clone();

    private torch.Tensor Buffer =>
        _weights ?? throw new InvalidOperationException($"{nameof(Attach)} comes before the first step.");
}
