namespace MmoePipeline.Tasks;

/// <summary>The mean loss of the rows that have a label, for tasks with missing labels or weights; nothing waits for the device.</summary>
public static class RowMean
{
    /// <summary>The smallest normal float32: only a sum of weights of 0 is less.</summary>
    private static readonly TorchSharp.Scalar Tiny = 1.17549435e-38f;

    /// <summary>Targets that can be computed with: 0 where a row has no label.</summary>
    /// <param name="targets"><c>[batch]</c>; NaN where a row has no label.</param>
    public static torch.Tensor Targets(torch.Tensor targets) => targets.nan_to_num(0);

    /// <summary>What a row counts: its weight, and 0 where it has no label.</summary>
    /// <param name="batch">Targets and weights.</param>
    /// <returns><c>[batch]</c>, not negative.</returns>
    public static torch.Tensor Weights(TaskBatch batch)
    {
        torch.Tensor isLabelled = batch.Targets.isnan().logical_not().to(batch.Targets.dtype);
        return batch.Weights is { } weights ? weights.mul(isLabelled) : isLabelled;
    }

    /// <summary>
    /// <c>sum(w l) / sum(w)</c>, so that a row of weight 2 counts as the row twice; 0, with a gradient of zero, where no row
    /// has a weight.
    /// </summary>
    /// <param name="losses"><c>[batch]</c>, finite; also for rows without a label, whose loss doesn't count.</param>
    /// <param name="weights"><c>[batch]</c>, not negative.</param>
    /// <returns>A scalar in the graph.</returns>
    public static torch.Tensor Of(torch.Tensor losses, torch.Tensor weights) =>
        losses.dot(weights).div(weights.sum().clamp_min(Tiny));
}
