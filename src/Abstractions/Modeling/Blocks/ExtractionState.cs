namespace MmoePipeline.Modeling.Blocks;

/// <summary>What passes from one <see cref="ExtractionLayer"/> to the next.</summary>
/// <param name="Tasks">For each task <c>[batch, width]</c>.</param>
/// <param name="Shared">What the shared experts read: <c>[batch, width]</c>.</param>
public sealed record ExtractionState(ImmutableArray<torch.Tensor> Tasks, torch.Tensor Shared);
