namespace MmoePipeline.Tasks;

/// <summary>What a missing label is encoded as. An empty text is a missing label, too, unless the task knows it as one of its own.</summary>
public static class MissingLabel
{
    /// <summary>The answer of <see cref="ITask.TryEncode"/> for a label that is missing.</summary>
    /// <param name="missing">What the task does with such rows.</param>
    /// <param name="target">NaN.</param>
    /// <param name="problem">Why the label can't be used; empty where the row is skipped.</param>
    /// <returns>Whether the row is skipped.</returns>
    public static bool TryEncode(MissingLabels missing, out float target, out string problem)
    {
        target = float.NaN;
        problem = missing == MissingLabels.Skip ? "" : "expected a label, found a missing value; set the task's missing to \"skip\" to train other tasks on such rows";
        return missing == MissingLabels.Skip;
    }
}
