using MmoePipeline.Composition;
using MmoePipeline.Losses;
using MmoePipeline.Randomness;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.Graddrop;

/// <summary>Gradient sign dropout: for each value, keeps the gradients of one sign only, drawn by how much each sign weighs.</summary>
/// <remarks>
/// Chen et al.: Just Pick a Sign: Optimizing Deep Multitask Models with Gradient Sign Dropout, NeurIPS 2020, algorithm 1: with
/// the purity <c>P = (1 + sum_k g_k / sum_k |g_k|) / 2</c> of a value and a uniform draw U, the positive gradients are kept where
/// <c>P &gt; U</c>, the negative ones elsewhere; <c>leak g + (1 - leak) mask g</c> is added up over tasks. The paper masks the gradients
/// of shared activations; here those of shared parameters are. A task without a labelled row in the batch has a gradient of zero, which changes
/// nothing here.
/// <para>
/// When to use it: tasks conflict in many single values, and noise that leaves narrow compromises is welcome.
/// </para>
/// </remarks>
[Plugin("graddrop")]
public sealed class Graddrop(GraddropOptions options, LossWeightingContext context) : GradientWeighting(nameof(Graddrop))
{
    private static readonly Scalar Half = 0.5;
    private static readonly Scalar Smallest = float.Epsilon;
    private static readonly Scalar Zero = 0;

    private readonly Scalar _leak = options.Leak;
    private readonly Scalar _masked = 1 - options.Leak;
    private readonly RandomStream _stream = context.Random.Open($"{context.Path}.signs", context.Device);

    /// <inheritdoc/>
    public override torch.Tensor Combine(TaskGradients gradients)
    {
        torch.Tensor matrix = gradients.Samples[0];
        torch.Tensor sum = matrix.sum(dim: 0);

        // Where all gradients are zero it doesn't matter which are kept.
        torch.Tensor purity = sum.div(matrix.abs().sum(dim: 0).clamp_min(Smallest)).mul(Half).add(Half);
        torch.Tensor positive = purity.gt(_stream.Uniform([matrix.size(1)]));
        torch.Tensor kept = torch.where(positive, matrix.clamp_min(Zero).sum(dim: 0), matrix.clamp_max(Zero).sum(dim: 0));
        return sum.mul(_leak).add(kept.mul(_masked));
    }

    /// <summary>Ones: no task has a weight; what is dropped differs from value to value.</summary>
    public override torch.Tensor CurrentWeights() => torch.ones(context.Tasks.Length, device: context.Device);
}
