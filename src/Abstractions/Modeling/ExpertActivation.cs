namespace MmoePipeline.Modeling;

/// <summary>The outputs of experts in a pass.</summary>
/// <param name="Experts">The experts' names.</param>
/// <param name="Outputs"><c>[experts, batch, width]</c>.</param>
public sealed record ExpertActivation(ImmutableArray<string> Experts, torch.Tensor Outputs);
