using MmoePipeline.Composition;
using MmoePipeline.Losses;
using MmoePipeline.Modeling.Layers;
using MmoePipeline.Plugins.LossWeightings.Gradients;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.LossWeightings.Gradnorm;

/// <summary>Gradient normalisation: trains the weights so that slower tasks get larger gradients.</summary>
/// <remarks>
/// Chen et al.: GradNorm: Gradient Normalization for Adaptive Loss Balancing in Deep Multitask Networks, ICML 2018, equation 2
/// and algorithm 1: the weights descend <c>sum_k |G_k - mean(G) r_k^alpha|</c>, where <c>G_k = w_k |g_k|</c>, the target is held
/// constant, and <c>r_k</c> is <c>L_k / L_k(0)</c> divided by its mean over tasks. Then they are scaled to the sum K. The weights are trained
/// by the run's optimizer, with its learning rate. The norms are those of all shared parameters, where the paper takes the last
/// shared layer's. <c>L_k(0)</c> is the task's first positive loss. A task without a labelled row in the batch, or with a loss or a gradient
/// of 0, is left out of the step: the means are over the others, and its weight gets a gradient of zero. LibMTL takes the softmax of trained values
/// for the weights.
/// <para>
/// When to use it: tasks differ in size and in speed, and a smooth, trained balance is wanted.
/// </para>
/// </remarks>
[Plugin("gradnorm")]
public sealed class Gradnorm : GradientWeighting
{
    private static readonly Scalar Zero = 0;
    private static readonly Scalar One = 1;
    private static readonly Scalar Smallest = 1e-37;
    private static readonly Scalar SmallestWeight = 1e-6;

    private readonly Scalar _alpha;
    private readonly Parameter _weights;
    private readonly torch.Tensor _initial;

    /// <summary>Creates the weighting.</summary>
    public Gradnorm(GradnormOptions options, LossWeightingContext context)
        : base(nameof(Gradnorm))
    {
        _alpha = options.Alpha;
        _weights = FreshParameter.From(torch.ones(context.Tasks.Length), context.Device);
        _initial = torch.zeros(context.Tasks.Length, device: context.Device);
        register_parameter("weights", _weights);
        register_buffer("initial", _initial);
    }

    /// <inheritdoc/>
    public override torch.Tensor Combine(torch.Tensor losses) => losses.dot(Normalized());

    /// <inheritdoc/>
    public override torch.Tensor Combine(TaskGradients gradients)
    {
        torch.Tensor matrix = gradients.Samples[0];
        PositiveLosses positive = PositiveLosses.Of(gradients.Losses, gradients.Labelled);
        _initial.copy_(torch.where(_initial.eq(Zero), gradients.Losses.mul(positive.Counts), _initial));

        torch.Tensor weights = Normalized();
        torch.Tensor norms = GradientNorms.Of(matrix);
        torch.Tensor counts = positive.Counts.mul(norms.ne(Zero));
        torch.Tensor count = counts.sum().clamp_min(One);
        torch.Tensor weighted = norms.mul(weights);
        torch.Tensor rates = gradients.Losses.div(torch.where(_initial.eq(Zero), torch.ones_like(_initial), _initial)).mul(counts);
        torch.Tensor relative = rates.div(rates.sum().div(count).clamp_min(Smallest));
        torch.Tensor target = weighted.mul(counts).sum().div(count).mul(relative.pow(_alpha));

        // The optimizer takes the parameter from here, so the scaling of the step before is made good first.
        _weights.copy_(weights);
        _weights.grad = torch.where(counts.eq(Zero), torch.zeros_like(norms), norms.mul(weighted.sub(target).sign()));
        return weights.matmul(matrix);
    }

    /// <inheritdoc/>
    public override torch.Tensor CurrentWeights()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return Normalized().MoveToOuterDisposeScope();
    }

    /// <summary>The weights, positive and with the sum K, without a graph.</summary>
    private torch.Tensor Normalized()
    {
        torch.Tensor positive = _weights.detach().clamp_min(SmallestWeight);
        return positive.div(positive.mean());
    }
}
