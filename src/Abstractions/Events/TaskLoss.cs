namespace MmoePipeline.Events;

/// <summary>A task's training loss over an epoch.</summary>
/// <param name="Task">The task's name.</param>
/// <param name="Loss">The mean over the epoch's steps.</param>
/// <param name="Weight">The weight that the loss weighting gave it at the end of the epoch.</param>
public sealed record TaskLoss(string Task, double Loss, double Weight);
