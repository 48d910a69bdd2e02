namespace MmoePipeline.Events;

/// <summary>The labels of a task, split by split.</summary>
/// <param name="Task">The task's name.</param>
/// <param name="Training">The labels of the training rows.</param>
/// <param name="Validation">The labels of the validation rows.</param>
/// <param name="Test">The labels of the test rows.</param>
public sealed record TaskLabels(string Task, SplitLabels Training, SplitLabels Validation, SplitLabels Test);
