using MmoePipeline.Tasks;

namespace MmoePipeline.Events;

/// <summary>The metrics of one task.</summary>
/// <param name="Task">The task's name.</param>
/// <param name="Metrics">Its metrics.</param>
public sealed record TaskMetrics(string Task, ImmutableArray<TaskMetric> Metrics);
