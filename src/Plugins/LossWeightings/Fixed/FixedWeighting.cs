using MmoePipeline.Composition;
using MmoePipeline.Losses;
using MmoePipeline.Modeling;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.Fixed;

/// <summary>The sum of the losses, each with a weight that stays.</summary>
/// <remarks>
/// <para><c>L = sum_k w_k L_k</c>. A task without a labelled row in the batch has a loss of 0 and changes nothing in the step.</para>
/// <para>When to use it: first, and wherever the tasks' worth to each other is known.</para>
/// </remarks>
[Plugin("fixed")]
public sealed class FixedWeighting(FixedWeightingOptions options) : LossWeighting(nameof(FixedWeighting))
{
    private torch.Tensor? _weights;

    /// <inheritdoc/>
    public override void Attach(LossWeightingSite site)
    {
        ImmutableArray<Problem> problems =
        [
            .. options.Weights.Keys.Where(task => !site.Tasks.Contains(task)).Select(task => new Problem(
                ModelCodes.UnknownTask, $"{site.Path}.weights.{task}", $"there is no such task; the tasks are {string.Join(", ", site.Tasks)}.")),
        ];
        if (!problems.IsEmpty)
        {
            throw new BadInputException(problems);
        }

        float[] weights = [.. site.Tasks.Select(task => (float)options.Weights.GetValueOrDefault(task, 1))];
        _weights = torch.tensor(weights, device: site.Device);
        register_buffer("weights", _weights);
    }

    /// <inheritdoc/>
    public override torch.Tensor Combine(torch.Tensor losses) => losses.dot(Weights);

    /// <inheritdoc/>
    public override torch.Tensor CurrentWeights() => Weights.clone();

    private torch.Tensor Weights =>
        _weights ?? throw new InvalidOperationException($"{nameof(Attach)} comes before the first step.");
}
