using MmoePipeline.Statistics;

namespace MmoePipeline.Plugins.Tasks.Multiclass;

/// <summary>Metrics of predictions of one class out of several, in double precision.</summary>
public static class ClassMetrics
{
    /// <summary>The share of rows whose class has the highest logit.</summary>
    /// <param name="logits">A logit for each row and class, row by row.</param>
    /// <param name="targets">The index of each row's class.</param>
    /// <param name="weights">A weight for each row; empty where all count the same.</param>
    /// <returns>In [0, 1]; NaN without rows or where a logit is NaN.</returns>
    public static double Accuracy(ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights = default)
    {
        double right = 0;
        double total = 0;
        int classes = Classes(logits, targets);
        for (int row = 0; row < targets.Length; row++)
        {
            int predicted = Highest(logits.Slice(row * classes, classes));
            if (predicted < 0)
            {
                return double.NaN;
            }

            double weight = weights.IsEmpty ? 1 : weights[row];
            right += predicted == (int)targets[row] ? weight : 0;
            total += weight;
        }

        return right / total;
    }

    /// <summary>
    /// The mean over the classes of <c>F1 = 2 TP / (2 TP + FP + FN)</c>, each class counting the same however rare it is (Sokolova
    /// and Lapalme, A systematic analysis of performance measures for classification tasks, Information Processing and Management
    /// 2009; as the mean of the F1 of classes, not the F1 of means). Classes that neither are there nor are predicted don't count.
    /// </summary>
    /// <param name="logits">A logit for each row and class, row by row.</param>
    /// <param name="targets">The index of each row's class.</param>
    /// <param name="weights">A weight for each row; empty where all count the same.</param>
    /// <returns>In [0, 1]; NaN without rows or where a logit is NaN.</returns>
    public static double MacroF1(ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights = default) =>
        MacroF1(logits, targets, weights, out _);

    /// <summary>
    /// The mean as <see cref="MacroF1(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float})"/> gives it, and its standard error by the delta
    /// method: each <c>F1 = 2 T / D</c> of a class moves with a row by <c>(2 t - F1 d) / D</c>, where t is 1 for a row of the class that is predicted
    /// as such, and d counts it once where it is of the class and once where it is predicted as such.
    /// </summary>
    /// <param name="logits">A logit for each row and class, row by row.</param>
    /// <param name="targets">The index of each row's class.</param>
    /// <param name="weights">A weight for each row; empty where all count the same.</param>
    /// <param name="standardError">Not negative; NaN for less than two rows or where the mean is NaN.</param>
    /// <returns>In [0, 1]; NaN without rows or where a logit is NaN.</returns>
    public static double MacroF1(
        ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights, out double standardError)
    {
        standardError = double.NaN;
        int classes = Classes(logits, targets);
        double[] found = new double[classes];
        double[] predictedOrThere = new double[classes];
        double total = 0;
        for (int row = 0; row < targets.Length; row++)
        {
            int predicted = Highest(logits.Slice(row * classes, classes));
            if (predicted < 0)
            {
                return double.NaN;
            }

            double weight = weights.IsEmpty ? 1 : weights[row];
            int target = (int)targets[row];
            found[target] += predicted == target ? weight : 0;
            predictedOrThere[target] += weight;
            predictedOrThere[predicted] += weight;
            total += weight;
        }

        double[] scores = [.. found.Zip(predictedOrThere, (right, all) => all > 0 ? 2 * right / all : double.NaN)];
        int counted = scores.Count(score => !double.IsNaN(score));
        StandardError error = default;
        for (int row = 0; row < targets.Length; row++)
        {
            int predicted = Highest(logits.Slice(row * classes, classes));
            int target = (int)targets[row];
            double part = ((predicted == target ? 2 : 0) - scores[target]) / predictedOrThere[target];
            part -= scores[predicted] / predictedOrThere[predicted];
            error.Add(part * total / counted, weights.IsEmpty ? 1 : weights[row]);
        }

        standardError = error.Value;
        return scores.Where(score => !double.IsNaN(score)).Sum() / counted;
    }

    /// <summary>The mean of <c>-log p(class)</c>, from logits, so that no probability is clipped.</summary>
    /// <param name="logits">A logit for each row and class, row by row.</param>
    /// <param name="targets">The index of each row's class.</param>
    /// <param name="weights">A weight for each row; empty where all count the same.</param>
    /// <returns>Not negative; NaN without rows.</returns>
    public static double LogLoss(ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights = default)
    {
        double sum = 0;
        double total = 0;
        int classes = Classes(logits, targets);
        for (int row = 0; row < targets.Length; row++)
        {
            double weight = weights.IsEmpty ? 1 : weights[row];
            sum += weight * Loss(logits.Slice(row * classes, classes), (int)targets[row]);
            total += weight;
        }

        return sum / total;
    }

    /// <summary>The standard error of <see cref="LogLoss"/>, a mean over rows.</summary>
    /// <param name="logits">A logit for each row and class, row by row.</param>
    /// <param name="targets">The index of each row's class.</param>
    /// <param name="weights">A weight for each row; empty where all count the same.</param>
    /// <param name="mean">The log loss.</param>
    /// <returns>Not negative; NaN for less than two rows.</returns>
    public static double LogLossError(
        ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights, double mean)
    {
        StandardError error = default;
        int classes = Classes(logits, targets);
        for (int row = 0; row < targets.Length; row++)
        {
            error.Add(
                Loss(logits.Slice(row * classes, classes), (int)targets[row]) - mean, weights.IsEmpty ? 1 : weights[row]);
        }

        return error.Value;
    }

    private static double Loss(ReadOnlySpan<float> logits, int target)
    {
        double highest = double.NegativeInfinity;
        foreach (float logit in logits)
        {
            highest = Math.Max(highest, logit);
        }

        double exponentials = 0;
        foreach (float logit in logits)
        {
            exponentials += Math.Exp(logit - highest);
        }

        return Math.Log(exponentials) + highest - logits[target];
    }

    private static int Classes(ReadOnlySpan<float> logits, ReadOnlySpan<float> targets) =>
        targets.IsEmpty ? 0 : logits.Length / targets.Length;

    /// <summary>The class with the highest logit, the first of several; -1 where a logit is NaN.</summary>
    private static int Highest(ReadOnlySpan<float> logits)
    {
        int highest = 0;
        for (int index = 0; index < logits.Length; index++)
        {
            if (float.IsNaN(logits[index]))
            {
                return -1;
            }

            highest = logits[index] > logits[highest] ? index : highest;
        }

        return highest;
    }
}
