namespace MmoePipeline.Modeling;

/// <summary>The weights that a bank of gates gave to experts in a pass.</summary>
/// <param name="Gates">The gates' names: the tasks they serve.</param>
/// <param name="Experts">The experts' names.</param>
/// <param name="Weights"><c>[batch, gates, experts]</c>; each row sums to 1 unless a regularizer changed it.</param>
public sealed record GateActivation(ImmutableArray<string> Gates, ImmutableArray<string> Experts, torch.Tensor Weights);
