namespace MmoePipeline.Tasks;

/// <summary>What a task's metrics are computed from: all rows of a part of the data.</summary>
/// <param name="logits">The task's columns of the model's output, row by row: <c>rows x Outputs</c> values.</param>
/// <param name="targets">A value for each row; NaN where a row has no label.</param>
public readonly ref struct TaskRows(ReadOnlySpan<float> logits, ReadOnlySpan<float> targets)
{
    /// <summary>The task's columns of the model's output, row by row: <c>rows x Outputs</c> values.</summary>
    public ReadOnlySpan<float> Logits { get; } = logits;

    /// <summary>A value for each row; NaN where a row has no label.</summary>
    public ReadOnlySpan<float> Targets { get; } = targets;

    /// <summary>A weight for each row, finite and not negative; empty where the task names no column of weights.</summary>
    public ReadOnlySpan<float> Weights { get; init; }

    /// <summary>A number for each row, equal for rows of one group; empty where the task names no column of groups.</summary>
    public ReadOnlySpan<int> Groups { get; init; }

    /// <summary>The rows that have a label: these themselves, without a copy, where all have one.</summary>
    public TaskRows Labelled()
    {
        int count = 0;
        foreach (float target in Targets)
        {
            count += float.IsNaN(target) ? 0 : 1;
        }

        if (count == Targets.Length)
        {
            return this;
        }

        int width = Logits.Length / Targets.Length;
        return new TaskRows(Chosen(Logits, width, count), Chosen(Targets, 1, count))
        {
            Weights = Weights.IsEmpty ? [] : Chosen(Weights, 1, count),
            Groups = Groups.IsEmpty ? [] : Chosen(Groups, 1, count),
        };
    }

    private ReadOnlySpan<T> Chosen<T>(ReadOnlySpan<T> values, int width, int count)
    {
        T[] chosen = new T[count * width];
        int next = 0;
        for (int row = 0; row < Targets.Length; row++)
        {
            if (!float.IsNaN(Targets[row]))
            {
                values.Slice(row * width, width).CopyTo(chosen.AsSpan(next));
                next += width;
            }
        }

        return chosen;
    }
}
