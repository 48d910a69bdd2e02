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
public sealed class FixedWeighting : LossWeighting
{
    private readonly torch.Tensor _weights;

    /// <summary>Creates the weighting.</summary>
    /// <exception cref="BadInputException">A weight is of an unknown task.</exception>
    public FixedWeighting(FixedWeightingOptions options, LossWeightingContext context)
        : base(nameof(FixedWeighting))
    {
        ImmutableArray<Problem> problems =
        [
            .. options.Weights.Keys.Where(task => !context.Tasks.Contains(task)).Select(task => new Problem(
                ModelCodes.UnknownTask, $"{context.Path}.weights.{task}", $"there is no such task; the tasks are {string.Join(", ", context.Tasks)}.")),
        ];
        if (!problems.IsEmpty)
        {
            throw new BadInputException(problems);
        }

        float[] weights = [.. context.Tasks.Select(task => (float)options.Weights.GetValueOrDefault(task, 1))];
        _weights = torch.tensor(weights, device: context.Device);
        register_buffer("weights", _weights);
    }

    /// <inheritdoc/>
    public override torch.Tensor Combine(torch.Tensor losses) => losses.dot(_weights);

    /// <inheritdoc/>
    public override torch.Tensor CurrentWeights() => _weights.clone();
}
