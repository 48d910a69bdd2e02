namespace MmoePipeline.Plugins.Tasks.Binary;

/// <summary>Metrics of the order that binary predictions bring rows into.</summary>
public static class RankingMetrics
{
    /// <summary>
    /// The area under the receiver operating characteristic, exactly: the share of pairs of a positive and a negative row
    /// in which the positive one has the larger score, a tie counting one half (the Mann-Whitney statistic). A pair counts as
    /// the product of its rows' weights.
    /// </summary>
    /// <param name="scores">A score for each row; any monotone function of it gives the same area.</param>
    /// <param name="targets">1 for a positive row, 0 for a negative one.</param>
    /// <param name="weights">A weight for each row; empty where all count the same.</param>
    /// <returns>In [0, 1]; NaN where one of the classes has no row or a score is NaN.</returns>
    public static double Auc(ReadOnlySpan<float> scores, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights = default)
    {
        float[] sorted = scores.ToArray();
        var rows = new (bool IsPositive, float Weight)[sorted.Length];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = (targets[row] > 0.5f, weights.IsEmpty ? 1 : weights[row]);
        }

        Array.Sort(sorted, rows);
        double positives = 0;
        double negatives = 0;
        double pairsWon = 0;
        for (int start = 0; start < sorted.Length;)
        {
            if (float.IsNaN(sorted[start]))
            {
                return double.NaN;
            }

            double tiedPositives = 0;
            double tiedNegatives = 0;
            int end = start;
            for (; end < sorted.Length && sorted[end] == sorted[start]; end++)
            {
                (bool isPositive, float weight) = rows[end];
                tiedPositives += isPositive ? weight : 0;
                tiedNegatives += isPositive ? 0 : weight;
            }

            pairsWon += tiedPositives * (negatives + (0.5 * tiedNegatives));
            positives += tiedPositives;
            negatives += tiedNegatives;
            start = end;
        }

        return pairsWon / (positives * negatives);
    }

    /// <summary>
    /// The mean of the groups' areas, each by its rows' weights: how well rows are ordered within a group, for instance what one
    /// user is shown. Groups with one class only have no area and don't count (Zhou et al., Deep Interest Network for
    /// Click-Through Rate Prediction, KDD 2018, equation 7).
    /// </summary>
    /// <param name="scores">A score for each row.</param>
    /// <param name="targets">1 for a positive row, 0 for a negative one.</param>
    /// <param name="groups">A number for each row, equal for rows of one group.</param>
    /// <param name="weights">A weight for each row; empty where all count the same.</param>
    /// <returns>In [0, 1]; NaN where no group has both classes.</returns>
    public static double GroupedAuc(
        ReadOnlySpan<float> scores, ReadOnlySpan<float> targets, ReadOnlySpan<int> groups, ReadOnlySpan<float> weights = default)
    {
        int[] sorted = groups.ToArray();
        int[] rows = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, rows);
        float[] scoresByGroup = InOrder(scores, rows);
        float[] targetsByGroup = InOrder(targets, rows);
        float[] weightsByGroup = weights.IsEmpty ? [] : InOrder(weights, rows);
        double sum = 0;
        double total = 0;
        for (int start = 0; start < sorted.Length;)
        {
            int count = 1;
            while (start + count < sorted.Length && sorted[start + count] == sorted[start])
            {
                count++;
            }

            ReadOnlySpan<float> ofGroup = targetsByGroup.AsSpan(start, count);
            ReadOnlySpan<float> weightsOfGroup = weights.IsEmpty ? [] : weightsByGroup.AsSpan(start, count);
            if (HasBothClasses(ofGroup, weightsOfGroup))
            {
                double weight = weights.IsEmpty ? count : Sum(weightsOfGroup);
                sum += weight * Auc(scoresByGroup.AsSpan(start, count), ofGroup, weightsOfGroup);
                total += weight;
            }

            start += count;
        }

        return sum / total;
    }

    private static float[] InOrder(ReadOnlySpan<float> values, int[] rows)
    {
        float[] ordered = new float[rows.Length];
        for (int place = 0; place < rows.Length; place++)
        {
            ordered[place] = values[rows[place]];
        }

        return ordered;
    }

    private static bool HasBothClasses(ReadOnlySpan<float> targets, ReadOnlySpan<float> weights)
    {
        bool hasPositive = false;
        bool hasNegative = false;
        for (int row = 0; row < targets.Length; row++)
        {
            bool counts = weights.IsEmpty || weights[row] > 0;
            hasPositive |= counts && targets[row] > 0.5f;
            hasNegative |= counts && targets[row] <= 0.5f;
        }

        return hasPositive && hasNegative;
    }

    private static double Sum(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
        {
            sum += value;
        }

        return sum;
    }
}
