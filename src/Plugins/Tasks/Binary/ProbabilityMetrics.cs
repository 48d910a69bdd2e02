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
            // log(1 + exp(z)) - t z, in the form that can't overflow.
            double logit = logits[row];
            double weight = weights.IsEmpty ? 1 : weights[row];
            sum += weight * (Math.Max(logit, 0) - (logit * targets[row]) + Math.Log(1 + Math.Exp(-Math.Abs(logit))));
            total += weight;
        }

        return sum / total;
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

    private static double Probability(double logit) => 1 / (1 + Math.Exp(-logit));
}
