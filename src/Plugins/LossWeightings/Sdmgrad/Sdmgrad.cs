using MathNet.Numerics.LinearAlgebra;
using MmoePipeline.Composition;
using MmoePipeline.Losses;
using MmoePipeline.Plugins.LossWeightings.Gradients;
using MmoePipeline.Plugins.LossWeightings.Solvers;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.Sdmgrad;

/// <summary>Direction-oriented descent: MGDA that keeps near the mean gradient, from independent parts of the batch.</summary>
/// <remarks>
/// Xiao, Ban, Ji: Direction-oriented Multi-objective Learning: Simple and Provable Stochastic Algorithms, NeurIPS 2023,
/// algorithm 1: with <c>g_0</c> the mean gradient and three independent samples, the weights make some steps
/// <c>w = P(w - c G_1 (G_2^T w + l g_0,2))</c>, P being the projection on the simplex; then
/// <c>(sum_k w_k g_3k + l g_0,3) / (1 + l)</c> is descended. Weights go on from the step before. As in the authors' program, one draw
/// of samples serves all steps of the weights, the inner products are divided by their size (here the mean over tasks of
/// <c>|g_1k| |g_2k|</c>), and the direction is divided by <c>1 + l</c>. Each sample is a third of the batch.
/// <para>
/// When to use it: tasks conflict, and MGDA is too slow or favours the task with the smallest gradient.
/// </para>
/// </remarks>
[Plugin("sdmgrad")]
public sealed class Sdmgrad(SdmgradOptions options) : GradientWeighting(nameof(Sdmgrad))
{
    private torch.Tensor? _weights;

    /// <inheritdoc/>
    public override int Samples => 3;

    /// <inheritdoc/>
    public override void Attach(LossWeightingSite site)
    {
        _weights = torch.full(site.Tasks.Length, 1.0 / site.Tasks.Length, torch.float64);
        register_buffer("weights", _weights);
    }

    /// <inheritdoc/>
    public override torch.Tensor Combine(TaskGradients gradients)
    {
        (torch.Tensor first, torch.Tensor second) = (gradients.Samples[0], gradients.Samples[1]);
        torch.Tensor sizes = first.square().sum(dim: 1).sqrt().dot(second.square().sum(dim: 1).sqrt());
        Matrix<double> products = InnerProducts.Of(first, second);
        double size = sizes.to(torch.float64).item<double>() / products.RowCount;
        if (products.ForAll(double.IsFinite) && size > 0)
        {
            Buffer.copy_(torch.tensor(Descend(products / size)));
        }

        // Gradients that are not finite go on as they are, so that the run ends as diverged.
        torch.Tensor descended = gradients.Samples[2];
        using Scalar even = options.Direction / products.RowCount;
        using Scalar whole = 1 + options.Direction;
        return Buffer.add(even).div(whole).to(descended.dtype, descended.device).matmul(descended);
    }

    /// <inheritdoc/>
    public override torch.Tensor CurrentWeights() => Buffer.clone();

    private double[] Descend(Matrix<double> products)
    {
        var weights = Vector<double>.Build.Dense([.. Buffer.data<double>()]);
        Vector<double> towardsMean = options.Direction * products.RowSums() / products.RowCount;
        for (int step = 0; step < options.WeightSteps; step++)
        {
            Vector<double> slope = (products * weights) + towardsMean;
            weights = Vector<double>.Build.Dense(Simplex.Project([.. weights - (options.WeightRate * slope)]));
        }

        return weights.ToArray();
    }

    private torch.Tensor Buffer =>
        _weights ?? throw new InvalidOperationException($"{nameof(Attach)} comes before the first step.");
}
