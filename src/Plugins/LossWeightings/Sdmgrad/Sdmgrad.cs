using MathNet.Numerics.LinearAlgebra;
using MmoePipeline.Composition;
using MmoePipeline.Losses;
using MmoePipeline.Plugins.LossWeightings.Gradients;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.Sdmgrad;

/// <summary>Direction-oriented descent: MGDA that keeps near the mean gradient, from independent parts of the batch.</summary>
/// <remarks>
/// <para>
/// Xiao, Ban, Ji: Direction-oriented Multi-objective Learning: Simple and Provable Stochastic Algorithms, NeurIPS 2023,
/// algorithm 1: with <c>g_0</c> the mean gradient and three independent samples, the weights make some steps
/// <c>w = P(w - c G_1 (G_2^T w + l g_0,2))</c>, P being the projection on the simplex; then
/// <c>(sum_k w_k g_3k + l g_0,3) / (1 + l)</c> is the step. Weights continue from the step before. As in the authors' program, one draw
/// of samples serves all steps of the weights, the inner products are divided by their size (here the mean over tasks of
/// <c>|g_1k| |g_2k|</c>), and the direction is divided by <c>1 + l</c>. Each sample is a third of the batch. A task without a gradient in one of
/// the first two samples, for instance without a labelled row, keeps its weight; without one in the third it is left out of the step, of
/// <c>g_0</c> too, and the others' weights are scaled to the sum 1.
/// </para>
/// <para>
/// Differences: the authors find the weights by SGD with rate 10 and momentum 0.5, LibMTL with rate 5 and momentum 0.5, which overshoots; here by plain
/// projected steps of rate 0.3, which end nearer to the exact minimum. The authors multiply the direction by the number of tasks; here the
/// learning rate does that.
/// </para>
/// <para>
/// When to use it: tasks conflict, and MGDA is too slow or favours the task with the smallest gradient.
/// </para>
/// </remarks>
[Plugin("sdmgrad")]
public sealed class Sdmgrad : GradientWeighting
{
    private readonly SdmgradOptions _options;
    private readonly torch.Tensor _weights;

    /// <summary>Creates the weighting.</summary>
    public Sdmgrad(SdmgradOptions options, LossWeightingContext context)
        : base(nameof(Sdmgrad))
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
        (torch.Tensor first, torch.Tensor second) = (gradients.Samples[0], gradients.Samples[1]);
        Matrix<double> products = InnerProducts.Of(first, second);
        int[] tasks = SimplexSteps.Tasks(products);
        if (products.ForAll(double.IsFinite) && tasks.Length > 0)
        {
            torch.Tensor sizes = GradientNorms.Of(first).to(torch.float64).dot(GradientNorms.Of(second).to(torch.float64));
            _weights.copy_(torch.tensor(Weights(SimplexSteps.Among(products, tasks) / (sizes.item<double>() / tasks.Length), tasks)));
        }

        // Gradients that are not finite stay as they are, so that the step is reported as a numeric fault.
        torch.Tensor third = gradients.Samples[2];
        int[] left = SimplexSteps.Tasks(third);
        double[] shares = SimplexSteps.Shares([.. _weights.data<double>()], left);
        double even = _options.Direction / Math.Max(1, left.Length);
        double[] weights = [.. shares.Select((share, task) => left.Contains(task) ? (share + even) / (1 + _options.Direction) : 0)];
        return torch.tensor(weights).to(third.dtype, third.device).matmul(third);
    }

    /// <inheritdoc/>
    public override torch.Tensor CurrentWeights() => _weights.clone();

    private double[] Weights(Matrix<double> products, int[] tasks)
    {
        double[] weights = [.. _weights.data<double>()];
        Vector<double> towardsMean = _options.Direction * products.RowSums() / tasks.Length;
        for (int step = 0; step < _options.WeightSteps; step++)
        {
            Vector<double> slope = (products * Vector<double>.Build.Dense(weights)) + towardsMean;
            weights = SimplexSteps.Move(weights, _options.WeightRate * slope, tasks);
        }

        return weights;
    }
}
