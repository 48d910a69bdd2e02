namespace MmoePipeline.Events;

/// <summary>The labels of a task, split by split.</summary>
/// <param name="Task">The task's name.</param>
/// <param name="Training">The labels of the training rows.</param>
/// <param name="Validation">The labels of the validation rows.</param>
/// <param name="Test">The labels of the test rows.</param>
public sealed record TaskLabels(string Task, SplitLabels Training, SplitLabels Validation, SplitLabels Test);

/// <summary>The labels of a task in one split.</summary>
/// <param name="Rows">The rows of the split.</param>
/// <param name="Labelled">The rows that have a label.</param>
/// <param name="Mean">The mean of the targets over the labelled rows, for a binary task the share of positives; null without any.</param>
/// <param name="Targets">
/// The distinct targets in ascending order; empty where there are more than <see cref="MaximumTargets"/>, as for a regression task.
/// </param>
public sealed record SplitLabels(long Rows, long Labelled, double? Mean, ImmutableArray<TargetCount> Targets)
{
    /// <summary>The most distinct targets that are counted one by one.</summary>
    public const int MaximumTargets = 1000;

    /// <summary>The rows whose target is 1, where all targets are 0 or 1; null otherwise, and without labelled rows.</summary>
    public long? Positives => !Targets.IsDefaultOrEmpty && Targets.All(count => count.Target is 0 or 1)
        ? Targets.Where(count => count.Target == 1).Sum(count => count.Rows)
        : null;
}

/// <summary>How many rows have a target.</summary>
/// <param name="Target">The target, as the task encodes labels: 1 for the positive label of a binary task, the index of a class.</param>
/// <param name="Rows">The number of rows.</param>
public sealed record TargetCount(float Target, long Rows);

/// <summary>
/// The rows that contradict a step of the network's funnel: the later task's label is positive and the earlier one's is not, such as a purchase
/// without a click. Rows that lack one of the labels don't count.
/// </summary>
/// <param name="Earlier">The earlier task's name.</param>
/// <param name="Later">The later task's name.</param>
/// <param name="Training">The number of training rows.</param>
/// <param name="Validation">The number of validation rows.</param>
/// <param name="Test">The number of test rows.</param>
public sealed record FunnelContradictions(string Earlier, string Later, long Training, long Validation, long Test);
