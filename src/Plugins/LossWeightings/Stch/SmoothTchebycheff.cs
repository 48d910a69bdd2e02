using MmoePipeline.Composition;
using MmoePipeline.Losses;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.Stch;

/// <summary>Smooth Tchebycheff scalarisation: descends a smooth maximum of the losses, so the worst task counts most.</summary>
/// <remarks>
/// Lin et al.: Smooth Tchebycheff Scalarization for Multi-Objective Optimization, ICML 2024, equation 6:
/// <c>mu log(sum_k exp(p_k (L_k - z_k) / mu))</c> with the ideal losses <c>z = 0</c> and the preferences
/// <c>p_k = 1 / m_k</c>, where <c>m_k</c> is task k's mean loss over the warm-up; without that the task with the largest unit
/// would be the worst for ever. A task's weight is <c>p_k</c> times its share in the softmax of <c>p L / mu</c>.
/// <para>
/// When to use it: no task may fall behind, at the cost of one backward pass. With large smoothing it is the sum of the losses
/// divided by their magnitude.
/// </para>
/// </remarks>
[Plugin("stch")]
public sealed class SmoothTchebycheff(SmoothTchebycheffOptions options) : LossWeighting(nameof(SmoothTchebycheff))
{
    private readonly Scalar _smoothing = options.Smoothing;
    private torch.Tensor? _means;
    private torch.Tensor? _weights;
    private torch.Tensor? _steps;

    /// <inheritdoc/>
    public override void Attach(LossWeightingSite site)
    {
        _means = torch.ones(site.Tasks.Length, device: site.Device);
        _weights = torch.ones(site.Tasks.Length, device: site.Device);
        _steps = torch.zeros(1, torch.int64);
        register_buffer("means", _means);
        register_buffer("weights", _weights);
        register_buffer("steps", _steps);
    }

    /// <inheritdoc/>
    public override torch.Tensor Combine(torch.Tensor losses)
    {
        torch.Tensor counter = Buffer(_steps), means = Buffer(_means);

        // On the CPU wherever the losses are: to read it waits for nothing.
        long steps = counter.data<long>()[0];
        if (steps < options.WarmUpSteps)
        {
            counter.data<long>()[0] = ++steps;
            using Scalar share = 1.0 / steps;
            means.add_(losses.detach().sub(means), share);
            return losses.sum();
        }

        torch.Tensor exponents = losses.div(means).div(_smoothing);
        Buffer(_weights).copy_(exponents.detach().softmax(-1).div(means));
        return exponents.logsumexp(-1).mul(_smoothing);
    }

    /// <inheritdoc/>
    public override torch.Tensor CurrentWeights() => Buffer(_weights).clone();

    private static torch.Tensor Buffer(torch.Tensor? buffer) =>
        buffer ?? throw new InvalidOperationException($"{nameof(Attach)} comes before the first step.");
}
