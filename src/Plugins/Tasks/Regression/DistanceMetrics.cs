using MmoePipeline.Statistics;

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

    /// <summary>
    /// The standard error of <see cref="RootMeanSquare"/> r by the delta method: that of the mean of <c>(d^2 - r^2) / (2 r)</c> over rows with the
    /// distance d.
    /// </summary>
    /// <param name="predictions">A prediction for each row.</param>
    /// <param name="targets">What was to be predicted.</param>
    /// <param name="weights">A weight for each row; empty where all count the same.</param>
    /// <param name="root">The root of the mean squared distance.</param>
    /// <returns>Not negative; NaN for less than two rows or a root of 0.</returns>
    public static double RootMeanSquareError(
        ReadOnlySpan<double> predictions, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights, double root)
    {
        StandardError error = default;
        for (int row = 0; row < predictions.Length; row++)
        {
            double distance = predictions[row] - targets[row];
            error.Add(((distance * distance) - (root * root)) / (2 * root), weights.IsEmpty ? 1 : weights[row]);
        }

        return error.Value;
    }

    /// <summary>The standard error of <see cref="MeanAbsolute"/>, a mean over rows.</summary>
    /// <param name="predictions">A prediction for each row.</param>
    /// <param name="targets">What was to be predicted.</param>
    /// <param name="weights">A weight for each row; empty where all count the same.</param>
    /// <param name="mean">The mean distance.</param>
    /// <returns>Not negative; NaN for less than two rows.</returns>
    public static double MeanAbsoluteError(
        ReadOnlySpan<double> predictions, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights, double mean)
    {
        StandardError error = default;
        for (int row = 0; row < predictions.Length; row++)
        {
            error.Add(Math.Abs(predictions[row] - targets[row]) - mean, weights.IsEmpty ? 1 : weights[row]);
        }

        return error.Value;
    }
}
