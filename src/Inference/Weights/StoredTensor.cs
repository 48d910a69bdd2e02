using TorchSharp;

namespace MmoePipeline.Inference.Weights;

/// <summary>A tensor in a file.</summary>
/// <param name="Type">The type of its values.</param>
/// <param name="Shape">Its shape; empty for a scalar.</param>
/// <param name="Start">Where its first byte is in the file.</param>
/// <param name="Bytes">How many bytes it has; 0 where a dimension is 0.</param>
internal sealed record StoredTensor(torch.ScalarType Type, ImmutableArray<long> Shape, long Start, long Bytes);
