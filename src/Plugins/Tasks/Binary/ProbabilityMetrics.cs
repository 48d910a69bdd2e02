using MmoePipeline.Statistics;

namespace MmoePipeline.Plugins.Tasks.Binary;

/// <summary>Metrics of the probabilities that binary predictions are, in double precision.</summary>
public static class ProbabilityMetrics
{
    private const int Bins = 10;

    /// <summary>
    /// The mean of <c>-log p(target)</c>, from logits, so that no probability is clipped.
    /// </summary>
    /// <param name="logits">A logit for each row.</param>
    /// <param name="targets">1 for a positive row, 0 for a negative one.</param>
    /// <param name="weights">A weight for each row; empty where all count the same.</param>
    /// <returns>Not negative; NaN without rows.</returns>
    public static double LogLoss(ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights = default)
    {
        double sum = 0;
        double total = 0;
        for (int row = 0; row < logits.Length; row++)
        {
            double weight = weights.IsEmpty ? 1 : weights[row];
            sum += weight * Loss(logits[row], targets[row]);
            total += weight;
        }

        return sum / total;
    }

    /// <summary>The standard error of <see cref="LogLoss"/>, a mean over rows.</summary>
    /// <inheritdoc cref="LogLoss"/>
    /// <param name="logits">A logit for each row.</param>
    /// <param name="targets">1 for a positive row, 0 for a negative one.</param>
    /// <param name="weights">A weight for each row; empty where all count the same.</param>
    /// <param name="mean">The log loss.</param>
    /// <returns>Not negative; NaN for less than two rows.</returns>
    public static double LogLossError(
        ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights, double mean)
    {
        StandardError error = default;
        for (int row = 0; row < logits.Length; row++)
        {
            error.Add(Loss(logits[row], targets[row]) - mean, weights.IsEmpty ? 1 : weights[row]);
        }

        return error.Value;
    }

    /// <summary>The mean predicted probability over the share of positive rows: above 1 where predictions are too high.</summary>
    /// <param name="logits">A logit for each row.</param>
    /// <param name="targets">1 for a positive row, 0 for a negative one.</param>
    /// <param name="weights">A weight for each row; empty where all count the same.</param>
    /// <returns>Not negative, best at 1; infinite where no row is positive, NaN without rows.</returns>
    public static double Calibration(ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights = default)
    {
        double predicted = 0;
        double observed = 0;
        for (int row = 0; row < logits.Length; row++)
        {
            double weight = weights.IsEmpty ? 1 : weights[row];
            predicted += weight * Probability(logits[row]);
            observed += weight * targets[row];
        }

        return predicted / observed;
    }

    /// <summary>
    /// The standard error of <see cref="Calibration"/>, a ratio R of two means, by the delta method: that of the mean of
    /// <c>(p - R y) / mean(y)</c> over rows with predicted probability p and label y (Cochran: Sampling Techniques, 1977, section 2.11).
    /// </summary>
    /// <param name="logits">A logit for each row.</param>
    /// <param name="targets">1 for a positive row, 0 for a negative one.</param>
    /// <param name="weights">A weight for each row; empty where all count the same.</param>
    /// <param name="ratio">The calibration.</param>
    /// <returns>Not negative; NaN for less than two rows or without a positive one.</returns>
    public static double CalibrationError(
        ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights, double ratio)
    {
        StandardError error = default;
        double observed = 0;
        double total = 0;
        for (int row = 0; row < logits.Length; row++)
        {
            double weight = weights.IsEmpty ? 1 : weights[row];
            error.Add(Probability(logits[row]) - (ratio * targets[row]), weight);
            observed += weight * targets[row];
            total += weight;
        }

        return error.Value * total / observed;
    }

    /// <summary>
    /// The expected calibration error: rows fall into 10 bins of equal width by their predicted probability p, bin m being
    /// <c>(m - 1) / 10 &lt; p &lt;= m / 10</c>, and the bins' distances between mean prediction and share of positive rows are
    /// averaged by their rows (Guo et al., On Calibration of Modern Neural Networks, ICML 2017, equation 5, with the
    /// probability of the positive label in place of the predicted class's).
    /// </summary>
    /// <param name="logits">A logit for each row.</param>
    /// <param name="targets">1 for a positive row, 0 for a negative one.</param>
    /// <param name="weights">A weight for each row; empty where all count the same.</param>
    /// <returns>In [0, 1]; NaN without rows or where a logit is NaN.</returns>
    public static double ExpectedCalibrationError(
        ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights = default)
    {
        Span<double> surplus = stackalloc double[Bins];
        surplus.Clear();
        double total = 0;
        for (int row = 0; row < logits.Length; row++)
        {
            double weight = weights.IsEmpty ? 1 : weights[row];
            double probability = Probability(logits[row]);
            if (double.IsNaN(probability))
            {
                return double.NaN;
            }

            surplus[Math.Clamp((int)Math.Ceiling(probability * Bins) - 1, 0, Bins - 1)] += weight * (probability - targets[row]);
            total += weight;
        }

        double error = 0;
        foreach (double ofBin in surplus)
        {
            error += Math.Abs(ofBin);
        }

        return error / total;
    }

    /// <summary><c>log(1 + exp(z)) - t z</c>, in the form that can't overflow.</summary>
    private static double Loss(double logit, double target) =>
        Math.Max(logit, 0) - (logit * target) + Math.Log(1 + Math.Exp(-Math.Abs(logit)));

    private static double Probability(double logit) => 1 / (1 + Math.Exp(-logit));
}
