using MmoePipeline.Construction;
using MmoePipeline.Inference.Prediction.Files;
using MmoePipeline.Modeling;
using MmoePipeline.Runs.Options;
using MmoePipeline.Tasks;
using TorchSharp;

namespace MmoePipeline.Inference.Prediction;

/// <summary>What tasks predict, as columns of a table.</summary>
/// <param name="configuration">Where the tasks were configured, for messages.</param>
/// <param name="tasks">The tasks.</param>
/// <param name="outputs">Which columns of the network's output belong to which task.</param>
internal sealed class TaskPredictions(RunConfiguration configuration, ImmutableArray<ITask> tasks, ImmutableArray<TaskOutput> outputs)
{
    /// <summary>The columns' names, task by task.</summary>
    public ImmutableArray<string> Columns { get; } = [.. tasks.SelectMany(task => task.PredictionColumns)];

    /// <summary>Names that two columns of a table would have.</summary>
    /// <param name="others">The other columns of the table, each with what a person calls it by.</param>
    /// <param name="tasks">The tasks.</param>
    public static IEnumerable<Problem> Problems(IEnumerable<(string Column, string Place)> others, ImmutableArray<ITask> tasks) => others
        .Concat(tasks.Index().SelectMany(task => task.Item.PredictionColumns.Select(column => (column, $"tasks.{task.Index}.name"))))
        .GroupBy(named => named.Item1)
        .Where(group => group.Count() > 1)
        .Select(group => new Problem(
            PredictionCodes.DuplicateColumn,
            group.Last().Item2,
            $"the predictions would have two columns '{group.Key}'; the other is of {group.First().Item2}."));

    /// <summary>What is predicted for some rows.</summary>
    /// <param name="logits"><c>[rows, outputs]</c>, on any device.</param>
    /// <returns>A value for each row and column, row by row.</returns>
    /// <exception cref="PluginException">A task gives another number of values.</exception>
    public double[] Of(torch.Tensor logits)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        int rows = (int)logits.size(0);
        double[] values = new double[rows * Columns.Length];
        int first = 0;
        for (int index = 0; index < tasks.Length; index++)
        {
            int width = tasks[index].PredictionColumns.Length;
            double[] predicted = tasks[index].Predict(
                logits.narrow(1, outputs[index].Offset, outputs[index].Width).to(torch.float32).cpu().contiguous().data<float>().ToArray());
            if (predicted.Length != rows * width)
            {
                throw new PluginException(
                    PluginCodes.WrongShape,
                    configuration.Tasks[index].Plugin,
                    configuration.Tasks[index].Path,
                    $"predicts {predicted.Length} values for {rows} rows, expected {rows * width}");
            }

            for (int row = 0; row < rows; row++)
            {
                predicted.AsSpan(row * width, width).CopyTo(values.AsSpan((row * Columns.Length) + first));
            }

            first += width;
        }

        return values;
    }
}
