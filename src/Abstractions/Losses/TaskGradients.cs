namespace MmoePipeline.Losses;

/// <summary>The gradients of each task's loss by the shared parameters. The tensors belong to the step.</summary>
/// <param name="Losses"><c>[tasks]</c>, of the whole batch, without a graph.</param>
/// <param name="Samples">
/// A matrix <c>[tasks, shared parameters]</c> for each sample that <see cref="GradientWeighting.Samples"/> asks for; with one
/// sample, it is the gradient over the whole batch. All shared parameters, flat, are one after another in a row.
/// </param>
public sealed record TaskGradients(torch.Tensor Losses, ImmutableArray<torch.Tensor> Samples)
{
    /// <summary>
    /// <c>[tasks]</c>, float32: 1 for a task with a labelled row of positive weight in the batch, otherwise 0. The loss and the gradient of a task
    /// without one are 0. Ones unless they are given.
    /// </summary>
    public torch.Tensor Labelled { get; init; } = torch.ones_like(Losses, torch.float32);
}
