using MmoePipeline.Tasks;

namespace MmoePipeline.Events;

/// <summary>The metrics of one task.</summary>
/// <param name="Task">The task's name.</param>
/// <param name="Metrics">Its metrics.</param>
public sealed record TaskMetrics(string Task, ImmutableArray<TaskMetric> Metrics);

/// <summary>A task's training loss over an epoch.</summary>
/// <param name="Task">The task's name.</param>
/// <param name="Loss">The mean over the epoch's steps.</param>
/// <param name="Weight">The weight that the loss weighting gave it at the end of the epoch.</param>
public sealed record TaskLoss(string Task, double Loss, double Weight);
