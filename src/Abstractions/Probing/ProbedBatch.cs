using MmoePipeline.Modeling;

namespace MmoePipeline.Probing;

/// <summary>A batch of validation rows, and what the network made of it. Valid during the call, and outside of any graph.</summary>
/// <param name="Features">The encoded features.</param>
/// <param name="Targets"><c>[batch, tasks]</c>; NaN where a row has no label.</param>
/// <param name="Logits"><c>[batch, outputs of all tasks]</c>.</param>
/// <param name="Trace">What passed inside the network.</param>
public sealed record ProbedBatch(FeatureBatch Features, torch.Tensor Targets, torch.Tensor Logits, ForwardTrace Trace);
