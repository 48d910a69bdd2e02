namespace MmoePipeline.Statistics;

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
    public static double Auc(ReadOnlySpan<float> scores, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights)
    {
        (float[] sorted, (bool IsPositive, float Weight)[] rows) = Sorted(scores, targets, weights);
        return Area(sorted, rows, out _, out _);
    }

    /// <summary>The area where all rows count the same.</summary>
    /// <param name="scores">A score for each row; any monotone function of it gives the same area.</param>
    /// <param name="targets">1 for a positive row, 0 for a negative one.</param>
    /// <returns>In [0, 1]; NaN where one of the classes has no row or a score is NaN.</returns>
    public static double Auc(ReadOnlySpan<float> scores, ReadOnlySpan<float> targets) => Auc(scores, targets, []);

    /// <summary>
    /// The area as <see cref="Auc(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float})"/> gives it, and its standard error: <c>sqrt(S10 / m + S01 / n)</c> of m positive and n negative rows, with the
    /// variances (m - 1, n - 1) of each positive row's share of negative rows below it, and of each negative row's share of positive rows above it,
    /// ties counting one half (DeLong, DeLong, Clarke-Pearson: Comparing the Areas under Two or More Correlated Receiver Operating Characteristic
    /// Curves, Biometrics 1988, equations 4 to 6). The shares are by rank, as Sun and Xu have it (Fast Implementation of DeLong's Algorithm, IEEE
    /// Signal Processing Letters 2014), so that the time is that of sorting. With weights, shares and means are by weight, and errors those of
    /// weighted means (<see cref="StandardError"/>).
    /// </summary>
    /// <param name="scores">A score for each row; any monotone function of it gives the same area.</param>
    /// <param name="targets">1 for a positive row, 0 for a negative one.</param>
    /// <param name="weights">A weight for each row; empty where all count the same.</param>
    /// <param name="standardError">Not negative; NaN for less than two rows of a class, or where the area is NaN.</param>
    /// <returns>In [0, 1]; NaN where one of the classes has no row or a score is NaN.</returns>
    public static double Auc(
        ReadOnlySpan<float> scores, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights, out double standardError)
    {
        (float[] sorted, (bool IsPositive, float Weight)[] rows) = Sorted(scores, targets, weights);
        double area = Area(sorted, rows, out double positives, out double negatives);
        StandardError ofPositives = default;
        StandardError ofNegatives = default;
        double positivesBelow = 0;
        double negativesBelow = 0;
        for (int start = 0; start < sorted.Length && !double.IsNaN(area);)
        {
            int end = EndOfTies(sorted, rows, start, out double tiedPositives, out double tiedNegatives);
            double below = (negativesBelow + (0.5 * tiedNegatives)) / negatives;
            double above = (positives - positivesBelow - (0.5 * tiedPositives)) / positives;
            for (; start < end; start++)
            {
                (bool isPositive, float weight) = rows[start];
                if (isPositive)
                {
                    ofPositives.Add(below - area, weight);
                }
                else
                {
                    ofNegatives.Add(above - area, weight);
                }
            }

            positivesBelow += tiedPositives;
            negativesBelow += tiedNegatives;
        }

        standardError = Math.Sqrt((ofPositives.Value * ofPositives.Value) + (ofNegatives.Value * ofNegatives.Value));
        return area;
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
        ReadOnlySpan<float> scores, ReadOnlySpan<float> targets, ReadOnlySpan<int> groups, ReadOnlySpan<float> weights) =>
        GroupedAuc(scores, targets, groups, weights, out _);

    /// <summary>
    /// The mean as <see cref="GroupedAuc(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{int}, ReadOnlySpan{float})"/> gives it, and its standard
    /// error with groups as the units: rows of a group, such as what one user is shown, are not independent of each other.
    /// </summary>
    /// <param name="scores">A score for each row.</param>
    /// <param name="targets">1 for a positive row, 0 for a negative one.</param>
    /// <param name="groups">A number for each row, equal for rows of one group.</param>
    /// <param name="weights">A weight for each row; empty where all count the same.</param>
    /// <param name="standardError">That of a mean of the groups' areas by their weights; NaN for less than two groups with both classes.</param>
    /// <returns>In [0, 1]; NaN where no group has both classes.</returns>
    public static double GroupedAuc(
        ReadOnlySpan<float> scores, ReadOnlySpan<float> targets, ReadOnlySpan<int> groups, ReadOnlySpan<float> weights, out double standardError)
    {
        int[] sorted = groups.ToArray();
        int[] rows = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, rows);
        float[] scoresByGroup = InOrder(scores, rows);
        float[] targetsByGroup = InOrder(targets, rows);
        float[] weightsByGroup = weights.IsEmpty ? [] : InOrder(weights, rows);
        var areas = new List<(double Area, double Weight)>();
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
                double area = Auc(scoresByGroup.AsSpan(start, count), ofGroup, weightsOfGroup);
                areas.Add((area, weight));
                sum += weight * area;
                total += weight;
            }

            start += count;
        }

        double mean = sum / total;
        StandardError error = default;
        foreach ((double area, double weight) in areas)
        {
            error.Add(area - mean, weight);
        }

        standardError = error.Value;
        return mean;
    }

    /// <summary>The rows by rising score.</summary>
    private static (float[] Scores, (bool IsPositive, float Weight)[] Rows) Sorted(
        ReadOnlySpan<float> scores, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights)
    {
        float[] sorted = scores.ToArray();
        var rows = new (bool IsPositive, float Weight)[sorted.Length];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = (targets[row] > 0.5f, weights.IsEmpty ? 1 : weights[row]);
        }

        Array.Sort(sorted, rows);
        return (sorted, rows);
    }

    private static double Area(float[] sorted, (bool IsPositive, float Weight)[] rows, out double positives, out double negatives)
    {
        positives = 0;
        negatives = 0;
        double pairsWon = 0;
        for (int start = 0; start < sorted.Length;)
        {
            if (float.IsNaN(sorted[start]))
            {
                return double.NaN;
            }

            start = EndOfTies(sorted, rows, start, out double tiedPositives, out double tiedNegatives);
            pairsWon += tiedPositives * (negatives + (0.5 * tiedNegatives));
            positives += tiedPositives;
            negatives += tiedNegatives;
        }

        return pairsWon / (positives * negatives);
    }

    private static int EndOfTies(
        float[] sorted, (bool IsPositive, float Weight)[] rows, int start, out double tiedPositives, out double tiedNegatives)
    {
        tiedPositives = 0;
        tiedNegatives = 0;
        int end = start;
        for (; end < sorted.Length && sorted[end] == sorted[start]; end++)
        {
            (bool isPositive, float weight) = rows[end];
            tiedPositives += isPositive ? weight : 0;
            tiedNegatives += isPositive ? 0 : weight;
        }

        return end;
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
