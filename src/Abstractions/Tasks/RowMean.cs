namespace MmoePipeline.Tasks;

/// <summary>The mean loss of the rows that have a label, for tasks with missing labels or weights; nothing waits for the device.</summary>
public static class RowMean
{
    private static readonly TorchSharp.Scalar Zero = 0;

    /// <summary>The smallest positive float32: only a largest weight of 0 is less.</summary>
    private static readonly TorchSharp.Scalar Smallest = float.Epsilon;

    /// <summary>Targets that can be computed with: 0 where a row has no label.</summary>
    /// <param name="targets"><c>[batch]</c>; NaN where a row has no label.</param>
    public static torch.Tensor Targets(torch.Tensor targets) => targets.nan_to_num(0);

    /// <summary>
    /// What a row counts: its weight relative to the largest of the batch, and 0 where it has no label. Relative weights give the same mean, and
    /// their sum neither overflows nor is too small to divide by, whatever the unit of the weights.
    /// </summary>
    /// <param name="batch">Targets and weights.</param>
    /// <returns><c>[batch]</c>, from 0 to 1.</returns>
    public static torch.Tensor Weights(TaskBatch batch)
    {
        torch.Tensor isLabelled = batch.Targets.isnan().logical_not().to(batch.Targets.dtype);
        if (batch.Weights is not { } weights)
        {
            return isLabelled;
        }

        torch.Tensor counted = weights.mul(isLabelled);
        return counted.div(counted.max().clamp_min(Smallest));
    }

    /// <summary>
    /// <c>sum(w l) / sum(w)</c>, so that a row of weight 2 counts as the row twice; 0, with a gradient of zero, where no row
    /// has a weight.
    /// </summary>
    /// <param name="losses"><c>[batch]</c>, finite; also for rows without a label, whose loss doesn't count.</param>
    /// <param name="weights"><c>[batch]</c>, not negative.</param>
    /// <returns>A scalar in the graph.</returns>
    public static torch.Tensor Compute(torch.Tensor losses, torch.Tensor weights)
    {
        // A divisor of 1 in the place of 0: the gradient of a division by next to nothing overflows, and infinity times 0 is NaN.
        torch.Tensor sum = weights.sum();
        return losses.dot(weights).div(sum.add(sum.eq(Zero)));
    }
}
