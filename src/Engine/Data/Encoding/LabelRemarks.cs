using System.Globalization;
using MmoePipeline.Events;
using MmoePipeline.Runs.Statistics;
using MmoePipeline.Tasks;

namespace MmoePipeline.Engine.Data.Encoding;

/// <summary>What a person has to know of a table's labels before reading a run's figures; nothing of it stops the run.</summary>
internal static class LabelRemarks
{
    /// <summary>The remarks, a sentence each.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="labels">The labels of the tasks.</param>
    /// <param name="contradictions">The rows that contradict the network's funnel.</param>
    public static ImmutableArray<string> Of(
        ImmutableArray<ITask> tasks, ImmutableArray<TaskLabels> labels, ImmutableArray<FunnelContradictions> contradictions) =>
        [.. tasks.Zip(labels).SelectMany((task, index) => OfTask(index, task.First, task.Second)), .. contradictions.SelectMany(OfFunnel)];

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
                && ChanceAuc.Reach(positives, split.Labelled - positives) is > ChanceAuc.WidestReach and var reach)
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
