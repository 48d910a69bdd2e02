namespace MmoePipeline.Plugins.Tasks.Regression;

/// <summary>Metrics of how far predictions are from numbers, in double precision.</summary>
public static class DistanceMetrics
{
    /// <summary>The root of the mean squared distance.</summary>
    /// <param name="predictions">A prediction for each row.</param>
    /// <param name="targets">What was to be predicted.</param>
    /// <param name="weights">A weight for each row; empty where all count the same.</param>
    /// <returns>Not negative; NaN without rows.</returns>
    public static double RootMeanSquare(
        ReadOnlySpan<double> predictions, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights = default)
    {
        double sum = 0;
        double total = 0;
        for (int row = 0; row < predictions.Length; row++)
        {
            double weight = weights.IsEmpty ? 1 : weights[row];
            double distance = predictions[row] - targets[row];
            sum += weight * distance * distance;
            total += weight;
        }

        return Math.Sqrt(sum / total);
    }

    /// <summary>The mean distance.</summary>
    /// <param name="predictions">A prediction for each row.</param>
    /// <param name="targets">What was to be predicted.</param>
    /// <param name="weights">A weight for each row; empty where all count the same.</param>
    /// <returns>Not negative; NaN without rows.</returns>
    public static double MeanAbsolute(
        ReadOnlySpan<double> predictions, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights = default)
    {
        double sum = 0;
        double total = 0;
        for (int row = 0; row < predictions.Length; row++)
        {
            double weight = weights.IsEmpty ? 1 : weights[row];
            sum += weight * Math.Abs(predictions[row] - targets[row]);
            total += weight;
        }

        return sum / total;
    }
}
