using System.Globalization;
using MmoePipeline.Events;
using MmoePipeline.Statistics;
using MmoePipeline.Tasks;

namespace MmoePipeline.Host.Data;

/// <summary>What a person has to know of a table's labels before reading a run's figures; nothing of it stops the run.</summary>
internal static class LabelRemarks
{
    /// <summary>
    /// An AUC whose 95 % interval reaches further than this to each side separates hardly any two models: it takes 128 positive rows where the
    /// negative ones are many more, and 256 of each where they are as many.
    /// </summary>
    public const double WidestAuc = 0.05;

    /// <summary>The remarks, a sentence each.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="labels">The labels of the tasks.</param>
    /// <param name="contradictions">The rows that contradict the network's funnel.</param>
    public static ImmutableArray<string> Of(
        ImmutableArray<ITask> tasks, ImmutableArray<TaskLabels> labels, ImmutableArray<FunnelContradictions> contradictions) =>
        [.. tasks.Zip(labels).SelectMany((task, index) => OfTask(index, task.First, task.Second)), .. contradictions.SelectMany(OfFunnel)];

    /// <summary>
    /// How far the 95 % interval of an AUC of m positive and n negative rows reaches to each side for a score without information:
    /// <c>1.96 sqrt((m + n + 1) / (12 m n))</c>, from the variance of the Mann-Whitney statistic (Mann and Whitney, Annals of Mathematical
    /// Statistics 1947). That of a good score is narrower.
    /// </summary>
    /// <param name="positives">The positive rows.</param>
    /// <param name="negatives">The negative rows.</param>
    /// <returns>Infinite where a class has no row.</returns>
    public static double ReachOfAuc(long positives, long negatives) => positives == 0 || negatives == 0
        ? double.PositiveInfinity
        : ConfidenceInterval.NormalQuantile * Math.Sqrt((positives + negatives + 1.0) / (12.0 * positives * negatives));

    private static IEnumerable<string> OfTask(int index, ITask task, TaskLabels labels)
    {
        bool isBinary = task.Probabilities([0f]) is not null;
        foreach ((string name, SplitLabels split) in new[]
        {
            ("training", labels.Training), ("validation", labels.Validation), ("test", labels.Test),
        })
        {
            if (split.Labelled == 0)
            {
                yield return $"tasks.{index} ({task.Name}): no {name} row has a label; "
                    + (name == "training" ? "the task learns nothing" : $"its {name} metrics say nothing") + ".";
            }
            else if (isBinary && name != "training" && split.Positives is { } positives
                && ReachOfAuc(positives, split.Labelled - positives) is > WidestAuc and var reach)
            {
                string rarer = 2 * positives <= split.Labelled ? $"{positives:N0} positive" : $"{split.Labelled - positives:N0} negative";
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"tasks.{index} ({task.Name}): {rarer} rows of {split.Labelled:N0} labelled {name} rows are too few to judge by: an AUC of them is known to ±{reach:F2}.");
            }
        }
    }

    private static IEnumerable<string> OfFunnel(FunnelContradictions step)
    {
        if (step.Training + step.Validation + step.Test > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"tasks: '{step.Later}' is positive and '{step.Earlier}' is not in {step.Training:N0} training, {step.Validation:N0} validation and {step.Test:N0} test rows, ")
                + $"but the model takes '{step.Later}' for a step after '{step.Earlier}', which these rows contradict; check the labels.";
        }
    }
}
