using MmoePipeline.Events;

namespace MmoePipeline.Engine.Metrics;

/// <summary>Predicted probabilities against observed shares.</summary>
internal static class ReliabilityDiagram
{
    private const int BinCount = 15;

    /// <summary>
    /// Sorts rows by prediction and cuts them into bins of equal numbers of rows; rows with equal predictions are not parted, so that
    /// there may be fewer bins.
    /// </summary>
    /// <param name="probabilities">The predicted probability of each row.</param>
    /// <param name="targets">The label of each row, 0 or 1.</param>
    /// <param name="weights">The weight of each row; empty where all weigh the same.</param>
    /// <returns>Bins by rising prediction; none without rows or where a prediction is no number, and none of rows that have no weight.</returns>
    public static ImmutableArray<CalibrationBin> Of(double[] probabilities, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights)
    {
        if (probabilities.Any(double.IsNaN))
        {
            return [];
        }

        int[] order = [.. Enumerable.Range(0, probabilities.Length).OrderBy(row => probabilities[row])];
        var bins = ImmutableArray.CreateBuilder<CalibrationBin>(BinCount);
        int start = 0;
        for (int bin = 1; bin <= BinCount; bin++)
        {
            int end = Math.Max(start, (int)((long)bin * order.Length / BinCount));
            while (end > start && end < order.Length && probabilities[order[end]] == probabilities[order[end - 1]])
            {
                end++;
            }

            if (end > start && Bin(order.AsSpan(start, end - start), probabilities, targets, weights) is { Predicted: not double.NaN } filled)
            {
                bins.Add(filled);
            }

            start = end;
        }

        return bins.ToImmutable();
    }

    private static CalibrationBin Bin(
        ReadOnlySpan<int> members, double[] probabilities, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights)
    {
        double total = 0;
        double predicted = 0;
        double observed = 0;
        foreach (int row in members)
        {
            double weight = weights.IsEmpty ? 1 : weights[row];
            total += weight;
            predicted += weight * probabilities[row];
            observed += weight * targets[row];
        }

        return new CalibrationBin(predicted / total, observed / total, members.Length);
    }
}
