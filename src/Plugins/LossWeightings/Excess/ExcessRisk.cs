using MmoePipeline.Composition;
using MmoePipeline.Losses;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.Excess;

/// <summary>Excess risk: a task counts by how far it still is from its best, which label noise doesn't change.</summary>
/// <remarks>
/// He et al.: Robust Multi-Task Learning with Excess Risks (ExcessMTL), ICML 2024, equations 4 to 6: the excess risk is estimated by
/// <c>E_k = g_k^T H_k^-1 g_k</c> with the diagonal <c>H_k = sqrt(sum of squared gradients so far)</c>, divided by its value in the first
/// step; weights grow by <c>w_k = w_k exp(stepSize E_k)</c> and are scaled to the sum K. The sums of squares take as
/// much memory as the shared parameters times the tasks.
/// <para>
/// When to use it: some labels are noisy, so that a task's loss stays large whatever is done, and weightings by the loss would
/// favour it for ever.
/// </para>
/// </remarks>
[Plugin("excess")]
public sealed class ExcessRisk(ExcessRiskOptions options) : GradientWeighting(nameof(ExcessRisk))
{
    private static readonly Scalar One = 1;
    private static readonly Scalar Smallest = 1e-7;

    private readonly Scalar _stepSize = options.StepSize;
    private torch.Tensor? _squares;
    private torch.Tensor? _weights;
    private torch.Tensor? _initial;
    private torch.Tensor? _started;

    /// <inheritdoc/>
    public override void Attach(LossWeightingSite site)
    {
        _squares = torch.zeros(site.Tasks.Length, site.SharedValues, device: site.Device);
        _weights = torch.ones(site.Tasks.Length, device: site.Device);
        _initial = torch.ones(site.Tasks.Length, device: site.Device);
        _started = torch.zeros(1, torch.int64);
        register_buffer("squares", _squares);
        register_buffer("weights", _weights);
        register_buffer("initial", _initial);
        register_buffer("started", _started);
    }

    /// <inheritdoc/>
    public override torch.Tensor Combine(torch.Tensor losses) => losses.dot(Buffer(_weights).clone());

    /// <inheritdoc/>
    public override torch.Tensor Combine(TaskGradients gradients)
    {
        torch.Tensor matrix = gradients.Samples[0], squared = matrix.square(), weights = Buffer(_weights);
        Buffer(_squares).add_(squared, One);
        torch.Tensor excess = squared.div(Buffer(_squares).add(Smallest).sqrt()).sum(dim: 1);
        if (Buffer(_started).data<long>()[0] == 0)
        {
            // A task without any gradient has nothing to gain, and stays at a quotient of zero.
            Buffer(_initial).copy_(excess.clamp_min(Smallest));
            Buffer(_started).data<long>()[0] = 1;
        }

        torch.Tensor grown = weights.mul(excess.div(Buffer(_initial)).mul(_stepSize).exp());
        weights.copy_(grown.div(grown.mean()));
        return weights.matmul(matrix);
    }

    /// <inheritdoc/>
    public override torch.Tensor CurrentWeights() => Buffer(_weights).clone();

    private static torch.Tensor Buffer(torch.Tensor? buffer) =>
        buffer ?? throw new InvalidOperationException($"{nameof(Attach)} comes before the first step.");
}
