namespace MmoePipeline.Plugins.Tasks.Binary;

/// <summary>Metrics of binary predictions.</summary>
public static class RankingMetrics
{
    /// <summary>
    /// The area under the receiver operating characteristic, exactly: the share of pairs of a positive and a negative row
    /// in which the positive one has the larger score, a tie counting one half (the Mann-Whitney statistic).
    /// </summary>
    /// <param name="scores">A score for each row; any monotone function of it gives the same area.</param>
    /// <param name="targets">1 for a positive row, 0 for a negative one.</param>
    /// <returns>In [0, 1]; NaN where one of the classes has no row or a score is NaN.</returns>
    public static double Auc(ReadOnlySpan<float> scores, ReadOnlySpan<float> targets)
    {
        float[] sorted = scores.ToArray();
        float[] labels = targets.ToArray();
        Array.Sort(sorted, labels);

        long positives = 0;
        long negatives = 0;
        double pairsWon = 0;
        for (int start = 0; start < sorted.Length;)
        {
            if (float.IsNaN(sorted[start]))
            {
                return double.NaN;
            }

            long tiedPositives = 0;
            int end = start;
            while (end < sorted.Length && sorted[end] == sorted[start])
            {
                tiedPositives += labels[end++] > 0.5f ? 1 : 0;
            }

            long tiedNegatives = end - start - tiedPositives;
            pairsWon += tiedPositives * (negatives + (0.5 * tiedNegatives));
            positives += tiedPositives;
            negatives += tiedNegatives;
            start = end;
        }

        return pairsWon / ((double)positives * negatives);
    }

    /// <summary>
    /// The mean of <c>-log p(target)</c>, from logits and in double precision, so that no probability is clipped.
    /// </summary>
    /// <param name="logits">A logit for each row.</param>
    /// <param name="targets">1 for a positive row, 0 for a negative one.</param>
    /// <returns>Not negative; NaN without rows.</returns>
    public static double LogLoss(ReadOnlySpan<float> logits, ReadOnlySpan<float> targets)
    {
        double sum = 0;
        for (int row = 0; row < logits.Length; row++)
        {
            // log(1 + exp(z)) - t z, in the form that can't overflow.
            double logit = logits[row];
            sum += Math.Max(logit, 0) - (logit * targets[row]) + Math.Log(1 + Math.Exp(-Math.Abs(logit)));
        }

        return sum / logits.Length;
    }
}
