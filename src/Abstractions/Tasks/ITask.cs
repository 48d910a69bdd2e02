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

    /// <summary>Turns a label into the number that the loss is computed from.</summary>
    /// <param name="label">The label as text; null where missing.</param>
    /// <param name="target">The target.</param>
    /// <param name="problem">Why the label can't be used and what would be right; empty where it can.</param>
    bool TryEncode(string? label, out float target, out string problem);

    /// <summary>What makes a part of the data useless for the task, for instance that it has one class only; null when nothing does.</summary>
    /// <param name="targets">The targets of all rows of the part.</param>
    string? FindFault(ReadOnlySpan<float> targets);

    /// <summary>The mean loss of a batch: a scalar in the graph.</summary>
    /// <param name="logits">The task's columns of the model's output: <c>[batch, Outputs]</c>.</param>
    /// <param name="targets"><c>[batch]</c>.</param>
    torch.Tensor Loss(torch.Tensor logits, torch.Tensor targets);

    /// <summary>The metrics over a whole part of the data.</summary>
    /// <param name="logits">The task's columns of the model's output, row by row: <c>rows x Outputs</c> values.</param>
    /// <param name="targets">A value for each row.</param>
    ImmutableArray<TaskMetric> Evaluate(ReadOnlySpan<float> logits, ReadOnlySpan<float> targets);
}
