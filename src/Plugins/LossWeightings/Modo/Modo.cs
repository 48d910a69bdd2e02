using MathNet.Numerics.LinearAlgebra;
using MmoePipeline.Composition;
using MmoePipeline.Losses;
using MmoePipeline.Plugins.LossWeightings.Gradients;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.Modo;

/// <summary>Double sampling: finds MGDA's weights in small steps, from independent parts of the batch.</summary>
/// <remarks>
/// <para>
/// Chen et al.: Three-Way Trade-Off in Multi-Objective Learning: Optimization, Generalization and Conflict-Avoidance, NeurIPS
/// 2023, algorithm 2 (MoDo): with the gradients of three independent samples, <c>w = P(w - c (G_1 G_2^T + r I) w)</c>, P being the
/// projection on the simplex, and <c>sum_k w_k g_3k</c> is the step. As the samples are independent, the estimate of
/// <c>G G^T w</c> has no bias. Each sample is a third of the batch. A task without a gradient in one of the first two samples, for instance
/// without a labelled row, keeps its weight; without one in the third it is left out of the step, and the others' weights are scaled to the sum 1.
/// </para>
/// <para>
/// Differences: the default <c>regularization</c> is 0, LibMTL's and the authors' 0.1. The third sample is LibMTL's; the version of the paper in
/// JMLR (equation 2.9b) takes the mean of the first two.
/// </para>
/// <para>
/// When to use it: as MGDA, with batches large enough to be divided, and without the memory that MoCo needs.
/// </para>
/// </remarks>
[Plugin("modo")]
public sealed class Modo : GradientWeighting
{
    private readonly ModoOptions _options;
    private readonly torch.Tensor _weights;

    /// <summary>Creates the weighting.</summary>
    public Modo(ModoOptions options, LossWeightingContext context)
        : base(nameof(Modo))
    {
        _options = options;
        _weights = torch.full(context.Tasks.Length, 1.0 / context.Tasks.Length, torch.float64);
        register_buffer("weights", _weights);
    }

    /// <inheritdoc/>
    public override int Samples => 3;

    /// <inheritdoc/>
    public override torch.Tensor Combine(TaskGradients gradients)
    {
        Matrix<double> products = InnerProducts.Of(gradients.Samples[0], gradients.Samples[1]);
        if (products.ForAll(double.IsFinite))
        {
            var weights = Vector<double>.Build.Dense([.. _weights.data<double>()]);
            int[] tasks = SimplexSteps.Tasks(products);
            Vector<double> slope = (SimplexSteps.Among(products, tasks) * weights) + (_options.Regularization * weights);
            _weights.copy_(torch.tensor(SimplexSteps.Move([.. weights], _options.WeightRate * slope, tasks)));
        }

        // Gradients that are not finite stay as they are, so that the step is reported as a numeric fault.
        torch.Tensor third = gradients.Samples[2];
        double[] shares = SimplexSteps.Shares([.. _weights.data<double>()], SimplexSteps.Tasks(third));
        return torch.tensor(shares).to(third.dtype, third.device).matmul(third);
    }

    /// <inheritdoc/>
    public override torch.Tensor CurrentWeights() => _weights.clone();
}
