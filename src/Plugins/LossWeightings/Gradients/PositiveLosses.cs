using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.Gradients;

/// <summary>
/// The losses of a step for weightings that divide by them or take their logarithm: a task without a labelled row in the batch, or with a loss
/// that is not positive, is left out. Nothing waits for the device.
/// </summary>
/// <param name="Values"><c>[tasks]</c>, in the graph: the loss, and a 1 without a gradient where the task is left out.</param>
/// <param name="Counts"><c>[tasks]</c>: 1 for a task that counts, 0 for one that is left out.</param>
internal sealed record PositiveLosses(torch.Tensor Values, torch.Tensor Counts)
{
    private static readonly Scalar Zero = 0;
    private static readonly Scalar One = 1;

    /// <summary><c>[tasks]</c>, in the graph: the loss's logarithm; 0 where the task is left out.</summary>
    public torch.Tensor Logarithms { get; } = Values.log();

    /// <summary>The number of tasks that count, at least 1, so that it can be divided by.</summary>
    public torch.Tensor Count { get; } = Counts.sum().clamp_min(One);

    /// <summary>1 where a task counts, 0 where none does.</summary>
    public torch.Tensor Any { get; } = Counts.amax();

    /// <summary>Tells the tasks that count from those that are left out.</summary>
    /// <param name="losses"><c>[tasks]</c>, in the graph.</param>
    /// <param name="labelled"><c>[tasks]</c>: 1 for a task with a labelled row, otherwise 0.</param>
    public static PositiveLosses Of(torch.Tensor losses, torch.Tensor labelled)
    {
        // NaN counts, so that it stays and the step is reported as a numeric fault.
        torch.Tensor counts = labelled.ne(Zero).logical_and(losses.detach().le(Zero).logical_not());
        return new PositiveLosses(torch.where(counts, losses, torch.ones_like(losses.detach())), counts.to(losses.dtype));
    }
}
