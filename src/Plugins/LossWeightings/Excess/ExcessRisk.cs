using MmoePipeline.Composition;
using MmoePipeline.Losses;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.Excess;

/// <summary>Excess risk: a task counts by how far it still is from its best, which label noise doesn't change.</summary>
/// <remarks>
/// <para>
/// He et al.: Robust Multi-Task Learning with Excess Risks (ExcessMTL), ICML 2024, equations 6, 7 and 9: the excess risk is estimated by
/// <c>E_k = g_k^T H_k^-1 g_k</c> with the diagonal <c>H_k = sqrt(sum of squared gradients so far)</c>, divided by the first value of the
/// task that is not 0; weights grow by <c>w_k = w_k exp(stepSize E_k)</c> and are scaled to the sum K, by a softmax over their logarithms, which can't
/// overflow. A task whose gradient is zero, for instance without a labelled row in the batch, has no excess: its weight doesn't grow in the step. The
/// sums of squares take as much memory as the shared parameters times the tasks.
/// </para>
/// <para>
/// Differences: the authors' and LibMTL's code divide by the first value whatever it is, which gives NaN after a first batch without a label.
/// Towers get the weights of the step before, in the authors' code those of the step.
/// </para>
/// <para>
/// When to use it: some labels are noisy, so that a task's loss stays large whatever is done, and weightings by the loss would
/// favour it for ever.
/// </para>
/// </remarks>
[Plugin("excess")]
public sealed class ExcessRisk : GradientWeighting
{
    private static readonly Scalar Zero = 0;
    private static readonly Scalar Epsilon = Math.Sqrt(1e-7);
    private static readonly Scalar LargestQuotient = 1e30;
    private static readonly Scalar Smallest = float.Epsilon;

    private readonly Scalar _stepSize;
    private readonly torch.Tensor _roots;
    private readonly torch.Tensor _weights;
    private readonly torch.Tensor _logarithms;
    private readonly torch.Tensor _initial;

    /// <summary>Creates the weighting.</summary>
    public ExcessRisk(ExcessRiskOptions options, LossWeightingContext context)
        : base(nameof(ExcessRisk))
    {
        _stepSize = options.StepSize;
        _roots = torch.zeros(context.Tasks.Length, context.SharedParameterCount, device: context.Device);
        _weights = torch.ones(context.Tasks.Length, device: context.Device);
        _logarithms = torch.zeros(context.Tasks.Length, device: context.Device);
        _initial = torch.zeros(context.Tasks.Length, device: context.Device);
        register_buffer("roots", _roots);
        register_buffer("weights", _weights);
        register_buffer("logarithms", _logarithms);
        register_buffer("initial", _initial);
    }

    /// <inheritdoc/>
    public override torch.Tensor Combine(torch.Tensor losses) => losses.dot(_weights.clone());

    /// <inheritdoc/>
    public override torch.Tensor Combine(TaskGradients gradients)
    {
        torch.Tensor matrix = gradients.Samples[0];

        // The root of the sum of squares: squares of 1e-20 and 1e20 have no float32.
        _roots.copy_(_roots.hypot(matrix));
        torch.Tensor epsilon = torch.full_like(_roots, Epsilon);
        torch.Tensor excess = matrix.mul(matrix.div(_roots.hypot(epsilon))).sum(dim: 1);
        _initial.copy_(torch.where(_initial.eq(Zero), excess, _initial));
        torch.Tensor quotients = excess.div(_initial.clamp_min(Smallest)).clamp_max(LargestQuotient);
        _logarithms.copy_(_logarithms.add(quotients, _stepSize).log_softmax(-1));
        using Scalar tasks = (double)_weights.numel();
        _weights.copy_(_logarithms.exp().mul(tasks));
        return _weights.matmul(matrix);
    }

    /// <inheritdoc/>
    public override torch.Tensor CurrentWeights() => _weights.clone();
}
