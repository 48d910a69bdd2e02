using MmoePipeline.Composition;
using MmoePipeline.Losses;
using MmoePipeline.Plugins.LossWeightings.Gradients;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.DbMtl;

/// <summary>Dual balancing: logarithms of the losses, and gradients that are all as long as the longest.</summary>
/// <remarks>
/// <para>
/// Lin et al.: Dual-Balancing for Multi-Task Learning, 2023, algorithm 1: of the gradients of <c>log L_k</c>, the running mean
/// <c>h_k = b h_k + (1 - b) g_k / L_k</c>, from 0, is kept, with <c>b = memory / step^memoryDecay</c>; the combined gradient is
/// <c>max_j |h_j| sum_k h_k / |h_k|</c>. Towers and gates minimise the sum of the logarithms. A task without a labelled row in the batch, or
/// with a loss or a gradient of 0, is left out of the step, and its running mean stays. The running means take as much memory as the shared
/// parameters times the tasks.
/// </para>
/// <para>
/// Differences: the authors' code is LibMTL's, whose default keeps the memory (<c>DB_beta_sigma</c> 0) and which adds 1e-8 to the losses; here the
/// default <c>memoryDecay</c> of 0.5 lets it fall with the step's number, and nothing is added.
/// </para>
/// <para>
/// When to use it: losses and gradients differ in size. It doesn't look at conflicts.
/// </para>
/// </remarks>
[Plugin("db-mtl")]
public sealed class DualBalancing : GradientWeighting
{
    private static readonly Scalar Smallest = 1e-37;
    private static readonly Scalar Zero = 0;

    private readonly DualBalancingOptions _options;
    private readonly torch.Tensor _means;
    private readonly torch.Tensor _weights;
    private readonly torch.Tensor _steps;

    /// <summary>Creates the weighting.</summary>
    public DualBalancing(DualBalancingOptions options, LossWeightingContext context)
        : base(nameof(DualBalancing))
    {
        _options = options;
        _means = torch.zeros(context.Tasks.Length, context.SharedParameterCount, device: context.Device);
        _weights = torch.ones(context.Tasks.Length, device: context.Device);
        _steps = torch.zeros(1, torch.int64);
        register_buffer("means", _means);
        register_buffer("weights", _weights);
        register_buffer("steps", _steps);
    }

    /// <inheritdoc/>
    public override torch.Tensor Combine(torch.Tensor losses) => Combine(losses, torch.ones_like(losses.detach()));

    /// <inheritdoc/>
    public override torch.Tensor Combine(torch.Tensor losses, torch.Tensor labelled) =>
        PositiveLosses.Of(losses, labelled).Logarithms.sum();

    /// <inheritdoc/>
    public override torch.Tensor Combine(TaskGradients gradients)
    {
        long step = ++_steps.data<long>()[0];
        using Scalar renewed = 1 - (_options.Memory / Math.Pow(step, _options.MemoryDecay));
        PositiveLosses positive = PositiveLosses.Of(gradients.Losses, gradients.Labelled);
        torch.Tensor matrix = gradients.Samples[0];
        torch.Tensor counts = positive.Counts.mul(matrix.abs().amax([1]).ne(Zero));
        torch.Tensor change = matrix.div(positive.Values.unsqueeze(1)).sub(_means);
        _means.add_(change.mul(counts.unsqueeze(1)), renewed);
        torch.Tensor norms = GradientNorms.Of(_means);
        torch.Tensor longest = norms.mul(counts).max();
        torch.Tensor units = counts.div(norms.clamp_min(Smallest));
        _weights.copy_(longest.mul(units).div(positive.Values).nan_to_num(posinf: float.MaxValue));

        // Rows of length 1 first: the quotient of a very long and a very short one has no float32.
        return units.unsqueeze(1).mul(_means).sum(dim: 0).mul(longest);
    }

    /// <summary>
    /// What each task's gradient is multiplied by, the running mean aside: the factor of the gradient of <c>log L</c> divided by the
    /// loss <c>L</c>: <c>[tasks]</c>.
    /// </summary>
    public override torch.Tensor CurrentWeights() => _weights.clone();
}
