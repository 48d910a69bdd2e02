using MmoePipeline.Modeling;

namespace MmoePipeline.Probing;

/// <summary>
/// Rows of the validation part that stay the same for the whole run, so that figures of two epochs differ by the network only.
/// The run owns the tensors.
/// </summary>
/// <param name="Features">The encoded features.</param>
/// <param name="Targets"><c>[rows, tasks]</c>; NaN where a row has no label.</param>
public sealed record ProbeSample(FeatureBatch Features, torch.Tensor Targets);
