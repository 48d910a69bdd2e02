using MmoePipeline.Tasks;

namespace MmoePipeline.Engine.Metrics;

/// <summary>The metrics of a task, known before any row is read: the task evaluates a few made-up rows.</summary>
internal static class TaskMetricNames
{
    private const int MadeUpRows = 16;

    /// <summary>Name and direction of each metric of a task, the loss included.</summary>
    /// <param name="task">The task.</param>
    /// <returns>The metrics, whose values mean nothing; null for a task that can't evaluate made-up rows, of which nothing is known before its own rows.</returns>
    public static ImmutableArray<TaskMetric>? Of(ITask task)
    {
        float[] logits = new float[MadeUpRows * task.Outputs];
        float[] targets = new float[MadeUpRows];
        for (int row = 0; row < MadeUpRows; row++)
        {
            targets[row] = row % 2;
            for (int output = 0; output < task.Outputs; output++)
            {
                logits[(row * task.Outputs) + output] = ((row * 7) + output) % 5 * 0.1f;
            }
        }

        float[] weights = new float[MadeUpRows];
        Array.Fill(weights, 1f);
        try
        {
            ImmutableArray<TaskMetric> metrics = task.Evaluate(new TaskRows(logits, targets)
            {
                Weights = task.WeightColumn is null ? [] : weights,
                Groups = task.GroupColumn is null ? [] : new int[MadeUpRows],
            });
            return metrics.Any(metric => metric.Name == Evaluation.Loss)
                ? metrics
                : metrics.Add(new TaskMetric(Evaluation.Loss, double.NaN, HigherIsBetter: false));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A third-party task may expect targets that its own encoding gives. Its fault, if it is one, is reported with the run's rows.
            return null;
        }
    }
}
