using MmoePipeline.Composition;
using MmoePipeline.Losses;
using MmoePipeline.Randomness;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.Rlw;

/// <summary>Random loss weighting: draws new weights in every step.</summary>
/// <remarks>
/// Lin et al.: Reasonable Effectiveness of Random Weighting: A Litmus Test for Multi-Task Learning, TMLR 2022: the weights are
/// the softmax of independent standard normal draws; they sum to 1. A task without a labelled row in the batch is drawn a weight like
/// any other, which multiplies a loss of 0.
/// <para>
/// When to use it: as the yardstick of any other weighting. One that isn't better than random weights is not worth its cost.
/// </para>
/// </remarks>
[Plugin("rlw")]
public sealed class RandomWeighting : LossWeighting
{
    private readonly RandomStream _stream;
    private readonly torch.Tensor _weights;

    /// <summary>Creates the weighting.</summary>
    public RandomWeighting(LossWeightingContext context)
        : base(nameof(RandomWeighting))
    {
        _stream = context.Random.Open($"{context.Path}.weights");
        _weights = torch.full(context.Tasks.Length, 1.0f / context.Tasks.Length, device: context.Device);
        register_buffer("weights", _weights);
    }

    /// <inheritdoc/>
    public override torch.Tensor Combine(torch.Tensor losses)
    {
        _weights.copy_(_stream.Normal(losses.shape).softmax(-1));
        return losses.dot(_weights.clone());
    }

    /// <inheritdoc/>
    public override torch.Tensor CurrentWeights() => _weights.clone();
}
