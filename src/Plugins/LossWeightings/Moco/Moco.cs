using MathNet.Numerics.LinearAlgebra;
using MmoePipeline.Composition;
using MmoePipeline.Losses;
using MmoePipeline.Plugins.LossWeightings.Gradients;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.Moco;

/// <summary>Multi-objective gradient correction: MGDA over running means of the gradients, which takes out its bias.</summary>
/// <remarks>
/// <para>
/// Fernando et al.: Mitigating Gradient Bias in Multi-objective Learning: A Provably Convergent Approach, ICLR 2023, algorithm 1:
/// <c>y_k = y_k - b_t (y_k - g_k)</c>, from 0; <c>w = P(w - c_t (Y Y^T + r I) w)</c>, P being the projection on the simplex;
/// <c>sum_k w_k y_k</c> is the step. <c>b_t</c> is its rate divided by a power of the number of batches in which the task had a gradient,
/// <c>c_t</c> its rate divided by a power of the step's number. In a step in which a task has no gradient, for instance without a labelled row in the
/// batch, its tracked gradient stays; a task that has had none so far is left out. The tracked gradients take as much memory as the
/// shared parameters times the tasks.
/// </para>
/// <para>
/// Differences: the projection is that of the authors' repository (Trade-Off-MOL); LibMTL scales each gradient to the length of its loss and takes a
/// softmax. The default rates are LibMTL's, for such scaled gradients. The plain gradients here may need others: with norms of about 0.01 the weights
/// never leave <c>1 / K</c>, with norms of about 100 they jump to a corner.
/// </para>
/// <para>
/// When to use it: as MGDA, where batches are small and their gradients noisy.
/// </para>
/// </remarks>
[Plugin("moco")]
public sealed class Moco : GradientWeighting
{
    private static readonly Scalar Zero = 0;
    private static readonly Scalar One = 1;

    private readonly MocoOptions _options;
    private readonly Scalar _trackingRate;
    private readonly Scalar _trackingDecay;
    private readonly torch.Tensor _tracked;
    private readonly torch.Tensor _counts;
    private readonly torch.Tensor _weights;
    private readonly torch.Tensor _steps;

    /// <summary>Creates the weighting.</summary>
    public Moco(MocoOptions options, LossWeightingContext context)
        : base(nameof(Moco))
    {
        _options = options;
        _trackingRate = options.TrackingRate;
        _trackingDecay = -options.TrackingDecay;
        int tasks = context.Tasks.Length;
        _tracked = torch.zeros(tasks, context.SharedParameterCount, device: context.Device);
        _weights = torch.full(tasks, 1.0 / tasks, torch.float64);
        _steps = torch.zeros(1, torch.int64);
        _counts = torch.zeros(tasks, device: context.Device);
        register_buffer("tracked", _tracked);
        register_buffer("counts", _counts);
        register_buffer("weights", _weights);
        register_buffer("steps", _steps);
    }

    /// <inheritdoc/>
    public override torch.Tensor Combine(TaskGradients gradients)
    {
        long step = ++_steps.data<long>()[0];
        torch.Tensor matrix = gradients.Samples[0];
        torch.Tensor counted = matrix.abs().amax([1]).ne(Zero).to(_counts.dtype);
        _counts.add_(counted, One);
        torch.Tensor shares = _counts.clamp_min(One).pow(_trackingDecay).mul(_trackingRate).mul(counted);
        _tracked.add_(matrix.sub(_tracked).mul(shares.unsqueeze(1)), One);
        Matrix<double> products = InnerProducts.Of(_tracked);
        if (products.ForAll(double.IsFinite))
        {
            var weights = Vector<double>.Build.Dense([.. _weights.data<double>()]);
            double rate = _options.WeightRate / Math.Pow(step, _options.WeightDecay);
            Vector<double> slope = (products * weights) + (_options.Regularization * weights);
            int[] tasks = [.. Enumerable.Range(0, products.RowCount).Where(task => products[task, task] > 0)];
            _weights.copy_(torch.tensor(SimplexSteps.Move([.. weights], rate * slope, tasks)));
            return torch.tensor(SimplexSteps.Shares([.. _weights.data<double>()], tasks)).to(_tracked.dtype, _tracked.device).matmul(_tracked);
        }

        // Gradients that are not finite stay as they are, so that the step is reported as a numeric fault.
        return _weights.to(_tracked.dtype, _tracked.device).matmul(_tracked);
    }

    /// <inheritdoc/>
    public override torch.Tensor CurrentWeights() => _weights.clone();
}
