using System.Runtime.InteropServices;
using MmoePipeline.Modeling;
using TorchSharp;

namespace MmoePipeline.Host.Data;

/// <summary>The tensors of a batch, filled again for every batch. It owns them.</summary>
internal sealed class BatchBuffer : IDisposable
{
    private readonly int _categoricalFields;
    private readonly int _numericFields;
    private readonly int _tasks;
    private readonly int _batchSize;
    private readonly torch.Device _device;
    private readonly torch.Tensor _categorical;
    private readonly torch.Tensor _numeric;
    private readonly torch.Tensor _targets;
    private readonly List<torch.Tensor> _handedOut = [];

    /// <summary>Makes tensors for full batches.</summary>
    /// <param name="batchSize">Rows of a full batch.</param>
    /// <param name="categoricalFields">The number of categorical fields.</param>
    /// <param name="numericFields">The number of numeric fields.</param>
    /// <param name="tasks">The number of tasks.</param>
    /// <param name="device">Where batches are to be.</param>
    public BatchBuffer(int batchSize, int categoricalFields, int numericFields, int tasks, torch.Device device)
    {
        (_categoricalFields, _numericFields, _tasks, _batchSize, _device) =
            (categoricalFields, numericFields, tasks, batchSize, device);
        _categorical = torch.empty([batchSize, categoricalFields], torch.int64, torch.CPU).DetachFromDisposeScope();
        _numeric = torch.empty([batchSize, numericFields], torch.float32, torch.CPU).DetachFromDisposeScope();
        _targets = torch.empty([batchSize, tasks], torch.float32, torch.CPU).DetachFromDisposeScope();
    }

    /// <summary>Fills the tensors.</summary>
    /// <param name="source">Where rows come from.</param>
    /// <param name="rows">The numbers of the rows; at most a full batch.</param>
    /// <returns>The batch, valid until the next call.</returns>
    public Batch Fill(EncodedRows source, ReadOnlySpan<long> rows)
    {
        DisposeHandedOut();
        Span<long> categorical = Values<long>(_categorical);
        Span<float> numeric = Values<float>(_numeric);
        Span<float> targets = Values<float>(_targets);
        for (int to = 0; to < rows.Length; to++)
        {
            int from = (int)rows[to];
            ReadOnlySpan<int> encoded = source.Categorical.Slice(from * _categoricalFields, _categoricalFields);
            Span<long> widened = categorical.Slice(to * _categoricalFields, _categoricalFields);
            for (int field = 0; field < encoded.Length; field++)
            {
                widened[field] = encoded[field];
            }

            source.Numeric.Slice(from * _numericFields, _numericFields).CopyTo(numeric[(to * _numericFields)..]);
            source.Targets.Slice(from * _tasks, _tasks).CopyTo(targets[(to * _tasks)..]);
        }

        return new Batch(
            new FeatureBatch(HandOut(_categorical, rows.Length), HandOut(_numeric, rows.Length)),
            HandOut(_targets, rows.Length));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        DisposeHandedOut();
        _categorical.Dispose();
        _numeric.Dispose();
        _targets.Dispose();
    }

    private static Span<T> Values<T>(torch.Tensor tensor)
        where T : unmanaged => tensor.numel() == 0 ? [] : MemoryMarshal.Cast<byte, T>(tensor.bytes);

    /// <summary>The first rows of a tensor on the device: the tensor itself for a full batch on the CPU.</summary>
    private torch.Tensor HandOut(torch.Tensor tensor, int count)
    {
        if (count == _batchSize && _device.type == DeviceType.CPU)
        {
            return tensor;
        }

        torch.Tensor rows = tensor.narrow(0, 0, count).DetachFromDisposeScope();
        _handedOut.Add(rows);
        if (_device.type == DeviceType.CPU)
        {
            return rows;
        }

        torch.Tensor moved = rows.to(_device).DetachFromDisposeScope();
        _handedOut.Add(moved);
        return moved;
    }

    private void DisposeHandedOut()
    {
        foreach (torch.Tensor tensor in _handedOut)
        {
            tensor.Dispose();
        }

        _handedOut.Clear();
    }
}
