using MmoePipeline.Composition;
using MmoePipeline.Losses;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.Magnitude;

/// <summary>Brings the losses to one order of magnitude: divides each by its own mean.</summary>
/// <remarks>
/// <c>w_k = mean_j(m_j) / m_k</c>, where <c>m_k</c> is the mean of task k's loss over the first batches, or a running mean. The
/// weighted losses are all of the size of their average. Means start with the first batch: the mean of <c>n</c> batches moves
/// by <c>(L - m) / n</c> with each, and from <c>batches</c> on it stays, or <c>n</c> does. Losses have to be positive.
/// <para>
/// When to use it: one task's loss drowns the others because of its unit, such as a squared watch time beside a click. With
/// the first batches it is what fixed weights tuned by hand would be; the running mean also lifts tasks that are nearly learnt.
/// </para>
/// </remarks>
[Plugin("magnitude")]
public sealed class MagnitudeWeighting(MagnitudeWeightingOptions options) : LossWeighting(nameof(MagnitudeWeighting))
{
    private torch.Tensor? _means;
    private torch.Tensor? _batches;

    /// <inheritdoc/>
    public override void Attach(LossWeightingSite site)
    {
        _means = torch.ones(site.Tasks.Length, device: site.Device);
        _batches = torch.zeros(1, torch.int64);
        register_buffer("means", _means);
        register_buffer("batches", _batches);
    }

    /// <inheritdoc/>
    public override torch.Tensor Combine(torch.Tensor losses)
    {
        Observe(losses.detach());
        return losses.dot(Weights());
    }

    /// <inheritdoc/>
    public override torch.Tensor CurrentWeights()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return Weights().MoveToOuterDisposeScope();
    }

    private void Observe(torch.Tensor losses)
    {
        torch.Tensor counter = _batches ?? throw new InvalidOperationException($"{nameof(Attach)} comes before the first step.");

        // On the CPU wherever the losses are: to read it waits for nothing.
        long batches = counter.data<long>()[0];
        if (options.Measure == MagnitudeMeasure.FirstBatches && batches >= options.Batches)
        {
            return;
        }

        counter.data<long>()[0] = ++batches;
        using Scalar share = 1.0 / Math.Min(batches, options.Batches);
        Means.add_(losses.sub(Means), share);
    }

    private torch.Tensor Weights() => Means.mean().div(Means);

    private torch.Tensor Means =>
        _means ?? throw new InvalidOperationException($"{nameof(Attach)} comes before the first step.");
}
