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
public sealed class RandomWeighting() : LossWeighting(nameof(RandomWeighting))
{
    private RandomStream? _stream;
    private torch.Tensor? _weights;

    /// <inheritdoc/>
    public override void Attach(LossWeightingSite site)
    {
        _stream = site.Random.Open($"{site.Path}.weights");
        _weights = torch.full(site.Tasks.Length, 1.0f / site.Tasks.Length, device: site.Device);
        register_buffer("weights", _weights);
    }

    /// <inheritdoc/>
    public override torch.Tensor Combine(torch.Tensor losses)
    {
        RandomStream stream = _stream ?? throw new InvalidOperationException($"{nameof(Attach)} comes before the first step.");
        Buffer.copy_(stream.Normal(losses.shape).softmax(-1));
        return losses.dot(Buffer.clone());
    }

    /// <inheritdoc/>
    public override torch.Tensor CurrentWeights() => Buffer.clone();

    private torch.Tensor Buffer =>
        _weights ?? throw new InvalidOperationException($"{nameof(Attach)} comes before the first step.");
}
