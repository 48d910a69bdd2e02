using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Engine.Data.Encoding;
using MmoePipeline.Statistics;

namespace MmoePipeline.Engine.Data.Leaks;

/// <summary>
/// How well single features order the validation rows of binary tasks. Numbers are scores as they are, in the better direction; the score of a category
/// is the mean of the label over its training rows, together with one row of the mean over all.
/// </summary>
/// <param name="table">The rows.</param>
internal sealed class SingleColumnAuc(EncodedTable table)
{
    /// <summary>Training rows that are enough for the means of categories.</summary>
    private const int MostTrainingRows = 1 << 20;

    /// <summary>Validation rows that are enough for an area.</summary>
    private const int MostValidationRows = 1 << 17;

    /// <summary>With fewer rows of a class, an area is high by chance.</summary>
    private const int FewestOfClass = 10;

    private readonly int[] _training = SpreadRows.Of(table.Training.Rows, MostTrainingRows);
    private readonly int[] _validation = SpreadRows.Of(table.Validation.Rows, MostValidationRows);

    /// <summary>The areas of numbers, task by task.</summary>
    /// <param name="validation">The numbers of the validation rows.</param>
    /// <param name="tasks">The tasks.</param>
    /// <returns>From 0.5 to 1; NaN where the validation rows have too few labels of a class.</returns>
    public double[] OfNumbers(ValueColumn validation, int[] tasks)
    {
        float[] scores = new float[_validation.Length];
        validation.Gather(_validation, scores, 1);
        return [.. tasks.Select(task => Area(scores, task)).Select(area => Math.Max(area, 1 - area))];
    }

    /// <summary>The areas of a category, task by task.</summary>
    /// <param name="training">The codes of the training rows.</param>
    /// <param name="validation">The codes of the validation rows.</param>
    /// <param name="tasks">The tasks.</param>
    /// <returns>From 0 to 1; NaN where training has no label, or the validation rows too few of a class.</returns>
    public double[] OfCategory(CodeColumn training, CodeColumn validation, int[] tasks)
    {
        long[] codesOfTraining = Codes(training, _training);
        long[] codesOfValidation = Codes(validation, _validation);
        long least = Math.Min(codesOfTraining.Min(), codesOfValidation.Min());
        int count = (int)(Math.Max(codesOfTraining.Max(), codesOfValidation.Max()) - least) + 1;
        return [.. tasks.Select(task => OfCategory(least, count, codesOfTraining, codesOfValidation, task))];
    }

    private double OfCategory(long least, int count, long[] training, long[] validation, int task)
    {
        double[] sums = new double[count];
        int[] counts = new int[count];
        ReadOnlySpan<float> targets = table.Training.Targets[task].Values;
        (double total, int labelled) = (0, 0);
        for (int row = 0; row < training.Length; row++)
        {
            float target = targets[_training[row]];
            if (!float.IsNaN(target))
            {
                sums[training[row] - least] += target;
                counts[training[row] - least]++;
                (total, labelled) = (total + target, labelled + 1);
            }
        }

        double mean = total / labelled;
        float[] scores = new float[validation.Length];
        for (int row = 0; row < scores.Length; row++)
        {
            long code = validation[row] - least;
            scores[row] = (float)((sums[code] + mean) / (counts[code] + 1));
        }

        return Area(scores, task);
    }

    private static long[] Codes(CodeColumn column, int[] chosen)
    {
        long[] codes = new long[chosen.Length];
        column.Gather(chosen, codes, 1);
        return codes;
    }

    private double Area(float[] scores, int task)
    {
        ReadOnlySpan<float> all = table.Validation.Targets[task].Values;
        int labelled = 0;
        int positives = 0;
        float[] kept = new float[scores.Length];
        float[] targets = new float[scores.Length];
        for (int row = 0; row < scores.Length; row++)
        {
            float target = all[_validation[row]];
            if (!float.IsNaN(target))
            {
                (kept[labelled], targets[labelled]) = (scores[row], target);
                positives += target == 1 ? 1 : 0;
                labelled++;
            }
        }

        return Math.Min(positives, labelled - positives) < FewestOfClass
            ? double.NaN
            : RankingMetrics.Auc(kept.AsSpan(0, labelled), targets.AsSpan(0, labelled));
    }
}
