using MmoePipeline.Events;
using MmoePipeline.Tasks;

namespace MmoePipeline.Host.Training;

/// <summary>Predicted probabilities against observed shares.</summary>
internal static class ReliabilityDiagram
{
    private const int BinCount = 15;

    /// <summary>
    /// Sorts the labelled rows by prediction and cuts them into bins of equal numbers of rows; rows with equal predictions are not
    /// parted, so that there may be fewer bins.
    /// </summary>
    /// <param name="rows">The logits of a binary task and its targets, 0 or 1.</param>
    /// <returns>Bins by rising prediction; none without rows or where a logit is no number, and none of rows that have no weight.</returns>
    public static ImmutableArray<CalibrationBin> Of(TaskRows rows)
    {
        TaskRows labelled = rows.Labelled();
        float[] logits = labelled.Logits.ToArray();
        float[] targets = labelled.Targets.ToArray();
        float[] weights = labelled.Weights.ToArray();
        if (logits.Any(float.IsNaN))
        {
            return [];
        }

        int[] order = [.. Enumerable.Range(0, logits.Length).OrderBy(row => logits[row])];
        var bins = ImmutableArray.CreateBuilder<CalibrationBin>(BinCount);
        int start = 0;
        for (int bin = 1; bin <= BinCount; bin++)
        {
            int end = Math.Max(start, (int)((long)bin * order.Length / BinCount));
            while (end > start && end < order.Length && logits[order[end]] == logits[order[end - 1]])
            {
                end++;
            }

            if (end > start && Bin(order[start..end]) is { Predicted: not double.NaN } filled)
            {
                bins.Add(filled);
            }

            start = end;
        }

        return bins.ToImmutable();

        CalibrationBin Bin(int[] members)
        {
            double total = 0;
            double predicted = 0;
            double observed = 0;
            foreach (int row in members)
            {
                double weight = weights.Length == 0 ? 1 : weights[row];
                total += weight;
                predicted += weight / (1 + Math.Exp(-logits[row]));
                observed += weight * targets[row];
            }

            return new CalibrationBin(predicted / total, observed / total, members.Length);
        }
    }
}
