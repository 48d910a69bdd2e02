using MmoePipeline.Composition;

namespace MmoePipeline.Tasks;

/// <summary>Something to predict for a row: its label, its loss and its metrics. Stateless.</summary>
[PluginKind("task")]
public interface ITask
{
    /// <summary>The task's name in metrics and messages; unique within a run.</summary>
    string Name { get; }

    /// <summary>The column of the table that holds the label.</summary>
    string Label { get; }

    /// <summary>How many columns of the model's output are this task's: 1 for a binary task, one a class otherwise.</summary>
    int Outputs { get; }

    /// <summary>
    /// A text that changes whenever <see cref="TryEncode"/> would give other targets; part of the encoded columns' key.
    /// </summary>
    string Encoding { get; }

    /// <summary>The column of the table that holds the rows' weights, numbers that are not negative; null for none.</summary>
    string? WeightColumn => null;

    /// <summary>The column of the table that holds the group of a row, for instance its user; null for none.</summary>
    string? GroupColumn => null;

    /// <summary>Turns a label into the number that the loss is computed from.</summary>
    /// <param name="label">The label as text; null where missing.</param>
    /// <param name="target">The target; NaN for a missing label that the task skips.</param>
    /// <param name="problem">Why the label can't be used and what would be right; empty where it can.</param>
    bool TryEncode(string? label, out float target, out string problem);

    /// <summary>What makes a part of the data useless for the task, for instance that it has one class only; null when nothing does.</summary>
    /// <param name="targets">The targets of all rows of the part; NaN where a row has no label, or a weight of 0.</param>
    string? FindFault(ReadOnlySpan<float> targets);

    /// <summary>
    /// What makes the labels of a table ambiguous, for instance a third value of a label that is yes or no; null when nothing does. It is called
    /// once all rows were read, before training, and only with labels that <see cref="TryEncode"/> took.
    /// </summary>
    /// <param name="labels">The distinct labels of the rows that are used, the commonest first, without missing ones; at most 1,000.</param>
    string? FindLabelFault(ImmutableArray<LabelCount> labels) => null;

    /// <summary>
    /// What a person has to know of the labels of a table that are used, for instance which values count as negative; null for nothing. Called as
    /// <see cref="FindLabelFault"/> is; a table from the cache repeats it.
    /// </summary>
    /// <param name="labels">The distinct labels, as for <see cref="FindLabelFault"/>.</param>
    string? FindLabelRemark(ImmutableArray<LabelCount> labels) => null;

    /// <summary>
    /// The mean loss of the rows of a batch that have a label, by their weights: a scalar in the graph, 0 where no row has a
    /// label. It must not wait for the device.
    /// </summary>
    /// <param name="batch">The rows.</param>
    torch.Tensor Loss(TaskBatch batch);

    /// <summary>The metrics over a whole part of the data.</summary>
    /// <param name="rows">The rows; those without a label don't count.</param>
    ImmutableArray<TaskMetric> Evaluate(TaskRows rows);

    /// <summary>
    /// The probability that a row's label is 1, for a task with labels 0 and 1, for instance for a diagram of how far predictions hold;
    /// null for a task that predicts no such probability.
    /// </summary>
    /// <param name="logits">The task's columns of the model's output, row by row: <c>rows x Outputs</c> values.</param>
    /// <returns>A probability for each row, NaN where the logit is no number; or null.</returns>
    double[]? Probabilities(ReadOnlySpan<float> logits) => null;

    /// <summary>
    /// The columns of the task's predictions in a table of them: the task's name, or where several values are predicted for a row, a name
    /// for each.
    /// </summary>
    ImmutableArray<string> PredictionColumns => Outputs == 1 ? [Name] : [.. Enumerable.Range(0, Outputs).Select(output => $"{Name}.{output}")];

    /// <summary>
    /// What the task predicts, in the terms of its label. A task that says nothing else predicts its <see cref="Probabilities"/>, and
    /// without them the model's output as it is.
    /// </summary>
    /// <param name="logits">The task's columns of the model's output, row by row: <c>rows x Outputs</c> values.</param>
    /// <returns><c>rows x PredictionColumns</c> values, row by row; those of a row depend on its own logits only.</returns>
    double[] Predict(ReadOnlySpan<float> logits)
    {
        if (Probabilities(logits) is { } probabilities)
        {
            return probabilities;
        }

        double[] values = new double[logits.Length];
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = logits[index];
        }

        return values;
    }
}
