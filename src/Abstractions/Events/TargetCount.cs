namespace MmoePipeline.Events;

/// <summary>How many rows have a target.</summary>
/// <param name="Target">The target, as the task encodes labels: 1 for the positive label of a binary task, the index of a class.</param>
/// <param name="Rows">The number of rows.</param>
public sealed record TargetCount(float Target, long Rows);
