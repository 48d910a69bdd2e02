using MmoePipeline.Composition;
using MmoePipeline.Losses;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.DbMtl;

/// <summary>Dual balancing: logarithms of the losses, and gradients that are all as long as the longest.</summary>
/// <remarks>
/// Lin et al.: Dual-Balancing for Multi-Task Learning, 2023, algorithm 1: of the gradients of <c>log L_k</c>, the running mean
/// <c>h_k = b h_k + (1 - b) g_k / L_k</c>, from 0, is kept, with <c>b = memory / step^memoryDecay</c>; the combined gradient is
/// <c>max_j |h_j| sum_k h_k / |h_k|</c>. Towers and gates descend the sum of the logarithms. Losses have to be positive. The running means
/// take as much memory as the shared parameters times the tasks.
/// <para>
/// When to use it: losses and gradients differ in size. It doesn't look at conflicts.
/// </para>
/// </remarks>
[Plugin("db-mtl")]
public sealed class DualBalancing(DualBalancingOptions options) : GradientWeighting(nameof(DualBalancing))
{
    private static readonly Scalar Smallest = 1e-20;

    private torch.Tensor? _means;
    private torch.Tensor? _weights;
    private torch.Tensor? _steps;

    /// <inheritdoc/>
    public override void Attach(LossWeightingSite site)
    {
        _means = torch.zeros(site.Tasks.Length, site.SharedValues, device: site.Device);
        _weights = torch.ones(site.Tasks.Length, device: site.Device);
        _steps = torch.zeros(1, torch.int64);
        register_buffer("means", _means);
        register_buffer("weights", _weights);
        register_buffer("steps", _steps);
    }

    /// <inheritdoc/>
    public override torch.Tensor Combine(torch.Tensor losses) => losses.log().sum();

    /// <inheritdoc/>
    public override torch.Tensor Combine(TaskGradients gradients)
    {
        torch.Tensor means = Buffer(_means);
        long step = ++Buffer(_steps).data<long>()[0];
        using Scalar renewed = 1 - (options.Memory / Math.Pow(step, options.MemoryDecay));
        means.add_(gradients.Samples[0].div(gradients.Losses.unsqueeze(1)).sub(means), renewed);
        torch.Tensor norms = means.square().sum(dim: 1).sqrt();
        torch.Tensor weights = norms.max().div(norms.clamp_min(Smallest));
        Buffer(_weights).copy_(weights.div(gradients.Losses));
        return weights.matmul(means);
    }

    /// <summary>
    /// What each task's gradient is multiplied by, the running mean aside: the factor of the gradient of <c>log L</c> divided by the
    /// loss <c>L</c>: <c>[tasks]</c>.
    /// </summary>
    public override torch.Tensor CurrentWeights() => Buffer(_weights).clone();

    private static torch.Tensor Buffer(torch.Tensor? buffer) =>
        buffer ?? throw new InvalidOperationException($"{nameof(Attach)} comes before the first step.");
}
