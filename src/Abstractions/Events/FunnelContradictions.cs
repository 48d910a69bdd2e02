namespace MmoePipeline.Events;

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
