namespace MmoePipeline.Modeling;

/// <summary>The columns of a model's output that belong to a task.</summary>
/// <param name="Task">The task's name.</param>
/// <param name="Offset">The first column.</param>
/// <param name="Width">The number of columns; at least 1.</param>
public sealed record TaskOutput(string Task, int Offset, int Width)
{
    /// <summary>
    /// The name of the task's plugin, such as <c>binary</c>, for architectures that suit some kinds of task only; empty where it
    /// isn't known.
    /// </summary>
    public string Type { get; init; } = "";
}
