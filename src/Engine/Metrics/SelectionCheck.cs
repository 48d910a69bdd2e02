using MmoePipeline.Runs;
using MmoePipeline.Runs.Options.Training;
using MmoePipeline.Tasks;

namespace MmoePipeline.Engine.Metrics;

/// <summary>Checks before any row is read that the tasks have the metric by which the best epoch is chosen.</summary>
internal static class SelectionCheck
{
    /// <summary>What is wrong with the selection; empty where nothing is.</summary>
    /// <param name="selection">The selection.</param>
    /// <param name="tasks">The run's tasks.</param>
    public static IEnumerable<Problem> Problems(SelectionOptions selection, ImmutableArray<ITask> tasks)
    {
        ImmutableArray<string> names = [.. tasks.Select(task => task.Name)];
        bool isWrong = false;
        foreach (string task in selection.Tasks.Where(task => !names.Contains(task)))
        {
            isWrong = true;
            yield return new Problem(
                TrainingCodes.SelectionTask, "training.selection.tasks", $"there is no task '{task}'; the tasks are {string.Join(", ", names)}.");
        }

        if (isWrong)
        {
            yield break;
        }

        var directions = new List<bool?>();
        foreach (ITask task in tasks.Where(task => selection.Tasks.IsEmpty || selection.Tasks.Contains(task.Name)))
        {
            if (TaskMetricNames.Of(task) is not { } metrics)
            {
                continue;
            }

            if (metrics.FirstOrDefault(metric => metric.Name == selection.Metric) is { } metric)
            {
                directions.Add(metric.HigherIsBetter);
            }
            else
            {
                yield return new Problem(
                    TrainingCodes.SelectionMetric,
                    "training.selection.metric",
                    $"task '{task.Name}' has no metric '{selection.Metric}'; its metrics are "
                    + $"{string.Join(", ", metrics.Select(known => known.Name))}. '{Evaluation.Loss}' is a metric of all tasks.");
            }
        }

        if (directions.Contains(null))
        {
            yield return new Problem(
                TrainingCodes.SelectionDirection,
                "training.selection.metric",
                $"neither the highest nor the lowest '{selection.Metric}' is the best one; choose another metric.");
        }
        else if (directions.Distinct().Count() > 1)
        {
            yield return new Problem(
                TrainingCodes.SelectionDirection,
                "training.selection.metric",
                $"for some of the tasks the highest '{selection.Metric}' is the best, for others the lowest, so "
                + "their mean says nothing; choose another metric, or fewer tasks in training.selection.tasks.");
        }
    }
}
