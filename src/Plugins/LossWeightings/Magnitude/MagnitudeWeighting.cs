using MmoePipeline.Composition;
using MmoePipeline.Losses;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.Magnitude;

/// <summary>Brings the losses to one order of magnitude: divides each by its own mean.</summary>
/// <remarks>
/// <c>w_k = mean_j(m_j) / m_k</c>, where <c>m_k</c> is the mean of task k's loss over the first batches, or a running mean. The
/// weighted losses are all of the size of their average. Means start with the first batch: the mean of <c>n</c> batches moves
/// by <c>(L - m) / n</c> with each, and from <c>batches</c> on it stays, or <c>n</c> does. A task's batches are those in which it has a labelled
/// row. A task whose mean is not positive, because it has had no such batch or only losses of 0, keeps the weight 1 and is left out of
/// the mean over tasks.
/// <para>
/// When to use it: one task's loss drowns the others because of its unit, such as a squared watch time beside a click. With
/// the first batches it is what fixed weights tuned by hand would be; the running mean also lifts tasks that are nearly learnt.
/// </para>
/// </remarks>
[Plugin("magnitude")]
public sealed class MagnitudeWeighting : LossWeighting
{
    private static readonly Scalar Zero = 0;
    private static readonly Scalar One = 1;

    private readonly MagnitudeMeasure _measure;
    private readonly Scalar _batches;
    private readonly torch.Tensor _means;
    private readonly torch.Tensor _counts;

    /// <summary>Creates the weighting.</summary>
    public MagnitudeWeighting(MagnitudeWeightingOptions options, LossWeightingContext context)
        : base(nameof(MagnitudeWeighting))
    {
        _measure = options.Measure;
        _batches = (double)options.Batches;
        _means = torch.zeros(context.Tasks.Length, device: context.Device);
        _counts = torch.zeros(context.Tasks.Length, device: context.Device);
        register_buffer("means", _means);
        register_buffer("counts", _counts);
    }

    /// <inheritdoc/>
    public override torch.Tensor Combine(torch.Tensor losses) => Combine(losses, torch.ones_like(losses.detach()));

    /// <inheritdoc/>
    public override torch.Tensor Combine(torch.Tensor losses, torch.Tensor labelled)
    {
        Observe(losses.detach(), labelled);
        return losses.dot(Weights());
    }

    /// <inheritdoc/>
    public override torch.Tensor CurrentWeights()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return Weights().MoveToOuterDisposeScope();
    }

    private void Observe(torch.Tensor losses, torch.Tensor labelled)
    {
        torch.Tensor counted = _measure == MagnitudeMeasure.FirstBatches
            ? labelled.mul(_counts.lt(_batches).to(_counts.dtype))
            : labelled;
        _counts.copy_(_counts.add(counted).clamp_max(_batches));
        _means.add_(losses.sub(_means).mul(counted).div(_counts.clamp_min(One)), One);
    }

    private torch.Tensor Weights()
    {
        // NaN is no exception, so that the step is reported as a numeric fault.
        torch.Tensor left = _means.le(Zero);
        torch.Tensor count = left.logical_not().sum().clamp_min(One);
        torch.Tensor mean = _means.masked_fill(left, Zero).sum().div(count);
        return torch.where(left, torch.ones_like(_means), mean.div(_means.masked_fill(left, One)));
    }
}
