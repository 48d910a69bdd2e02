using MmoePipeline.Modeling;
using TorchSharp;

namespace MmoePipeline.Engine.Data.Batches;

/// <summary>Some rows as tensors, valid until the next batch is asked for.</summary>
/// <param name="Features">The features.</param>
/// <param name="Targets"><c>[batch, tasks]</c>, float32; NaN where a row has no label.</param>
/// <param name="Weights"><c>[batch, columns of weights]</c>, float32; null where no task has weights.</param>
internal readonly record struct Batch(FeatureBatch Features, torch.Tensor Targets, torch.Tensor? Weights = null);
