namespace MmoePipeline.Events;

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
