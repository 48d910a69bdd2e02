namespace MmoePipeline.Modeling;

/// <summary>The encoded features of a batch. Whoever made the tensors owns them.</summary>
/// <param name="Categorical">
/// <c>[batch, categorical fields]</c>, int64: rows of the shared embedding table, the field's offset included.
/// </param>
/// <param name="Numeric"><c>[batch, numeric fields]</c>, float32, standardised.</param>
public readonly record struct FeatureBatch(torch.Tensor Categorical, torch.Tensor Numeric);
