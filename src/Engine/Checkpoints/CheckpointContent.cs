using TorchSharp;

namespace MmoePipeline.Engine.Checkpoints;

/// <summary>What a checkpoint is made of: a copy, which training doesn't change any more. It owns the tensors.</summary>
/// <param name="Position">How far the run had come.</param>
/// <param name="State">All that is no tensor: a JSON object as UTF-8.</param>
/// <param name="Tensors">Tensors on the CPU, by name, that belong to no dispose scope.</param>
internal sealed record CheckpointContent(
    RunPosition Position, ReadOnlyMemory<byte> State, ImmutableArray<KeyValuePair<string, torch.Tensor>> Tensors) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((_, torch.Tensor tensor) in Tensors)
        {
            tensor.Dispose();
        }
    }
}
