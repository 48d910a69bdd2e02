namespace MmoePipeline.Losses;

/// <summary>The gradients of each task's loss by the shared parameters. The tensors belong to the step.</summary>
/// <param name="Losses"><c>[tasks]</c>, of the whole batch, without a graph.</param>
/// <param name="Samples">
/// A matrix <c>[tasks, shared values]</c> for each sample that <see cref="GradientWeighting.Samples"/> asks for; with one
/// sample, it is the gradient over the whole batch. All shared parameters, flat, are one after another in a row.
/// </param>
public sealed record TaskGradients(torch.Tensor Losses, ImmutableArray<torch.Tensor> Samples);
