namespace MmoePipeline.Modeling;

/// <summary>What a network gives for a batch.</summary>
/// <param name="Logits"><c>[batch, outputs]</c>: before the sigmoid or softmax; each task has its columns.</param>
/// <param name="Penalty">
/// A scalar in the graph that is added to the loss, such as the penalties of gate-regularizers; null where there is none.
/// </param>
public readonly record struct ModelOutput(torch.Tensor Logits, torch.Tensor? Penalty = null);
