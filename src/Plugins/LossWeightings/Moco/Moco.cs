using MathNet.Numerics.LinearAlgebra;
using MmoePipeline.Composition;
using MmoePipeline.Losses;
using MmoePipeline.Plugins.LossWeightings.Gradients;
using MmoePipeline.Plugins.LossWeightings.Solvers;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.Moco;

/// <summary>Multi-objective gradient correction: MGDA over running means of the gradients, which takes out its bias.</summary>
/// <remarks>
/// Fernando et al.: Mitigating Gradient Bias in Multi-objective Learning: A Provably Convergent Approach, ICLR 2023, algorithm 1:
/// <c>y_k = y_k - b_t (y_k - g_k)</c>, from 0; <c>w = P(w - c_t (Y Y^T + r I) w)</c>, P being the projection on the simplex;
/// <c>sum_k w_k y_k</c> is descended. <c>b_t</c> and <c>c_t</c> are the rates divided by powers of the step's number. The tracked gradients
/// take as much memory as the shared parameters times the tasks.
/// <para>
/// When to use it: as MGDA, where batches are small and their gradients noisy.
/// </para>
/// </remarks>
[Plugin("moco")]
public sealed class Moco(MocoOptions options) : GradientWeighting(nameof(Moco))
{
    private torch.Tensor? _tracked;
    private torch.Tensor? _weights;
    private torch.Tensor? _steps;

    /// <inheritdoc/>
    public override void Attach(LossWeightingSite site)
    {
        int tasks = site.Tasks.Length;
        _tracked = torch.zeros(tasks, site.SharedValues, device: site.Device);
        _weights = torch.full(tasks, 1.0 / tasks, torch.float64);
        _steps = torch.zeros(1, torch.int64);
        register_buffer("tracked", _tracked);
        register_buffer("weights", _weights);
        register_buffer("steps", _steps);
    }

    /// <inheritdoc/>
    public override torch.Tensor Combine(TaskGradients gradients)
    {
        torch.Tensor tracked = Buffer(_tracked);
        long step = ++Buffer(_steps).data<long>()[0];
        using Scalar share = options.TrackingRate / Math.Pow(step, options.TrackingDecay);
        tracked.add_(gradients.Samples[0].sub(tracked), share);
        Matrix<double> products = InnerProducts.Of(tracked);
        if (products.ForAll(double.IsFinite))
        {
            var weights = Vector<double>.Build.Dense([.. Buffer(_weights).data<double>()]);
            double rate = options.WeightRate / Math.Pow(step, options.WeightDecay);
            Vector<double> slope = (products * weights) + (options.Regularization * weights);
            Buffer(_weights).copy_(torch.tensor(Simplex.Project([.. weights - (rate * slope)])));
        }

        // Gradients that are not finite go on as they are, so that the run ends as diverged.
        return Buffer(_weights).to(tracked.dtype, tracked.device).matmul(tracked);
    }

    /// <inheritdoc/>
    public override torch.Tensor CurrentWeights() => Buffer(_weights).clone();

    private static torch.Tensor Buffer(torch.Tensor? buffer) =>
        buffer ?? throw new InvalidOperationException($"{nameof(Attach)} comes before the first step.");
}
