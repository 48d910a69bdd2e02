using MmoePipeline.Composition;
using MmoePipeline.Losses;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.Stch;

/// <summary>Smooth Tchebycheff scalarisation: descends a smooth maximum of the losses, so the worst task counts most.</summary>
/// <remarks>
/// <para>
/// Lin et al.: Smooth Tchebycheff Scalarization for Multi-Objective Optimization, ICML 2024, equation 6:
/// <c>mu log(sum_k exp(p_k (L_k - z_k) / mu))</c> with the ideal losses <c>z = 0</c> and the preferences
/// <c>p_k = 1 / m_k</c>, where <c>m_k</c> is task k's mean loss over the warm-up; without that the task with the largest unit
/// would be the worst for ever. A task's weight is <c>p_k</c> times its share in the softmax of <c>p L / mu</c>. A task without a labelled row in
/// the batch is left out of the step. Means are over batches with a labelled row; a task that had none in the warm-up, or only losses of 0,
/// takes the first positive loss after it.
/// </para>
/// <para>
/// Differences: the authors' code takes <c>log(L_k / m_k)</c> for the loss, multiplies the result by the number of tasks K, and minimises the
/// sum of the logarithms during the warm-up. Here the warm-up minimises the plain sum, in which the largest unit rules, and at its end the step
/// becomes shorter by about K (by 0.17 for 6 tasks, 0.51 for 3): an optimizer such as Adam makes up for it, plain SGD needs a larger learning rate.
/// </para>
/// <para>
/// When to use it: no task may fall behind, at the cost of one backward pass. With large smoothing it is the sum of the losses
/// divided by their magnitude.
/// </para>
/// </remarks>
[Plugin("stch")]
public sealed class SmoothTchebycheff : LossWeighting
{
    private static readonly Scalar Zero = 0;
    private static readonly Scalar One = 1;

    /// <summary>The exponent of a task that is left out: its share in the softmax is 0, also where all are left out.</summary>
    private static readonly Scalar Nothing = -1e30;

    private readonly long _warmUpSteps;
    private readonly Scalar _smoothing;
    private readonly torch.Tensor _means;
    private readonly torch.Tensor _counts;
    private readonly torch.Tensor _weights;
    private readonly torch.Tensor _steps;

    /// <summary>Creates the weighting.</summary>
    public SmoothTchebycheff(SmoothTchebycheffOptions options, LossWeightingContext context)
        : base(nameof(SmoothTchebycheff))
    {
        _warmUpSteps = options.WarmUpSteps;
        _smoothing = options.Smoothing;
        _means = torch.zeros(context.Tasks.Length, device: context.Device);
        _counts = torch.zeros(context.Tasks.Length, device: context.Device);
        _weights = torch.ones(context.Tasks.Length, device: context.Device);
        _steps = torch.zeros(1, torch.int64);
        register_buffer("means", _means);
        register_buffer("counts", _counts);
        register_buffer("weights", _weights);
        register_buffer("steps", _steps);
    }

    /// <inheritdoc/>
    public override torch.Tensor Combine(torch.Tensor losses) => Combine(losses, torch.ones_like(losses.detach()));

    /// <inheritdoc/>
    public override torch.Tensor Combine(torch.Tensor losses, torch.Tensor labelled)
    {
        // On the CPU wherever the losses are: to read it waits for nothing.
        bool isWarmUp = _steps.data<long>()[0] < _warmUpSteps;
        Observe(losses.detach(), isWarmUp ? labelled : labelled.mul(_means.le(Zero).to(labelled.dtype)));
        if (isWarmUp)
        {
            _steps.data<long>()[0]++;
            return losses.sum();
        }

        torch.Tensor left = _means.le(Zero).logical_or(labelled.eq(Zero));
        torch.Tensor units = _means.masked_fill(left, One);
        torch.Tensor exponents = losses.div(units).div(_smoothing).masked_fill(left, Nothing);
        _weights.copy_(exponents.detach().softmax(-1).div(units).masked_fill(left, Zero));
        return exponents.logsumexp(-1).mul(_smoothing).mul(left.all().logical_not().to(losses.dtype));
    }

    /// <inheritdoc/>
    public override torch.Tensor CurrentWeights() => _weights.clone();

    private void Observe(torch.Tensor losses, torch.Tensor counted)
    {
        _counts.add_(counted, One);
        _means.add_(losses.sub(_means).mul(counted).div(_counts.clamp_min(One)), One);
    }
}
