using MmoePipeline.Construction;
using MmoePipeline.Data;
using MmoePipeline.Data.Splits;
using MmoePipeline.Engine.Data.Columns;
using MmoePipeline.Engine.Metrics;
using MmoePipeline.Inference.Features;
using MmoePipeline.Inference.Prediction;
using MmoePipeline.Runs;
using MmoePipeline.Runs.Options;
using MmoePipeline.Tasks;

namespace MmoePipeline.Engine.Training;

/// <summary>The tasks and the table of a run, checked against each other.</summary>
/// <param name="Tasks">What is predicted.</param>
/// <param name="Source">The table; no rows were read yet.</param>
/// <param name="Split">Decides which rows are for what.</param>
/// <param name="Features">The features.</param>
internal sealed record RunInput(ImmutableArray<ITask> Tasks, IDataSource Source, ISplit Split, RunFeatures Features)
{
    /// <summary>Makes tasks and table.</summary>
    /// <exception cref="BadInputException">
    /// Two tasks have one name, a selected task is none or lacks the metric that the best epoch is chosen by, or the table can't be opened or lacks
    /// columns.
    /// </exception>
    public static RunInput Open(RunConfiguration configuration, PluginActivator activator, CancellationToken cancellation)
    {
        ImmutableArray<ITask> tasks = [.. configuration.Tasks.Select(slot => activator.Create(slot))];
        ISplit split = activator.Create(configuration.Data.Split);
        RunFeatures features = RunFeatures.Create(configuration.Data.Features, activator);
        IDataSource source = split.Source(activator.Create(configuration.Data.Source));
        var problems = new List<Problem>();
        for (int index = 0; index < tasks.Length; index++)
        {
            int first = tasks.Select(task => task.Name).ToList().IndexOf(tasks[index].Name);
            if (first < index)
            {
                problems.Add(new Problem(
                    TrainingCodes.DuplicateTask,
                    $"tasks.{index}.name",
                    $"is '{tasks[index].Name}', as is tasks.{first}; expected a different name for each task."));
            }
        }

        problems.AddRange(SelectionCheck.Problems(configuration.Training.Selection, tasks));
        if (configuration.Run.Predictions)
        {
            problems.AddRange(TaskPredictions.Problems([(TestPredictions.RowColumn, "run.predictions")], tasks));
        }

        try
        {
            problems.AddRange(TableColumns.Problems(
                source.ReadColumnNames(cancellation), source.Description, features, split, tasks));
        }
        catch (BadInputException exception) when (problems.Count > 0)
        {
            // A table that can't be opened doesn't hide what is wrong with the tasks.
            problems.AddRange(exception.Problems);
        }

        return problems.Count == 0 ? new RunInput(tasks, source, split, features) : throw new BadInputException([.. problems]);
    }
}
