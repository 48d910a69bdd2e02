using MmoePipeline.Modeling;
using TorchSharp;

namespace MmoePipeline.Host.Data;

/// <summary>Some rows as tensors, valid until the next batch is asked for.</summary>
/// <param name="Features">The features.</param>
/// <param name="Targets"><c>[batch, tasks]</c>, float32.</param>
internal readonly record struct Batch(FeatureBatch Features, torch.Tensor Targets);
