using System.Runtime.InteropServices;
using MmoePipeline.Inference.Features;
using MmoePipeline.Modeling;
using TorchSharp;

namespace MmoePipeline.Engine.Data.Batches;

/// <summary>
/// The tensors of a batch, filled again for every batch: by any thread, while handing out is for the one that computes. It owns
/// them.
/// </summary>
internal sealed class BatchBuffer : IDisposable
{
    private readonly int _batchSize;
    private readonly torch.Device _device;
    private readonly torch.Tensor _categorical;
    private readonly torch.Tensor _numeric;
    private readonly torch.Tensor _targets;
    private readonly torch.Tensor? _weights;
    private readonly List<torch.Tensor> _handedOut = [];

    /// <summary>Makes tensors for full batches.</summary>
    /// <param name="batchSize">Rows of a full batch.</param>
    /// <param name="categoricalFields">The number of categorical fields.</param>
    /// <param name="numericFields">The number of numeric fields.</param>
    /// <param name="tasks">The number of tasks.</param>
    /// <param name="weights">The number of columns of weights.</param>
    /// <param name="device">Where batches are to be.</param>
    public BatchBuffer(int batchSize, int categoricalFields, int numericFields, int tasks, int weights, torch.Device device)
    {
        (_batchSize, _device) = (batchSize, device);
        _categorical = Empty(categoricalFields, torch.int64);
        _numeric = Empty(numericFields, torch.float32);
        _targets = Empty(tasks, torch.float32);
        _weights = weights > 0 ? Empty(weights, torch.float32) : null;
    }

    /// <summary>Fills the tensors.</summary>
    /// <param name="source">Where rows come from.</param>
    /// <param name="rows">The numbers of the rows; at most a full batch.</param>
    public void Fill(EncodedRows source, ReadOnlySpan<int> rows)
    {
        Span<long> categorical = Values<long>(_categorical);
        for (int field = 0; field < source.Categorical.Length; field++)
        {
            source.Categorical[field].Gather(rows, categorical[field..], source.Categorical.Length);
        }

        Gather(source.Numeric, rows, Values<float>(_numeric));
        Gather(source.Targets, rows, Values<float>(_targets));
        if (_weights is not null)
        {
            Gather(source.Weights, rows, Values<float>(_weights));
        }
    }

    /// <summary>The batch on the device.</summary>
    /// <param name="rows">The number of rows that it was filled with.</param>
    /// <returns>The batch, valid until the next call.</returns>
    public Batch HandOut(int rows)
    {
        DisposeHandedOut();
        return new Batch(
            new FeatureBatch(OnDevice(_categorical, rows), OnDevice(_numeric, rows)),
            OnDevice(_targets, rows),
            _weights is null ? null : OnDevice(_weights, rows));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        DisposeHandedOut();
        _categorical.Dispose();
        _numeric.Dispose();
        _targets.Dispose();
        _weights?.Dispose();
    }

    private static void Gather(ImmutableArray<ValueColumn> columns, ReadOnlySpan<int> rows, Span<float> to)
    {
        for (int column = 0; column < columns.Length; column++)
        {
            columns[column].Gather(rows, to[column..], columns.Length);
        }
    }

    private static Span<T> Values<T>(torch.Tensor tensor)
        where T : unmanaged => tensor.numel() == 0 ? [] : MemoryMarshal.Cast<byte, T>(tensor.bytes);

    /// <summary>A tensor in main memory, pinned where it is to be copied to a device.</summary>
    private torch.Tensor Empty(int columns, torch.ScalarType type)
    {
        BatchMemory.Require(_batchSize, columns, type == torch.int64 ? sizeof(long) : sizeof(float));
        torch.Tensor tensor = torch.empty([_batchSize, columns], type, torch.CPU).DetachFromDisposeScope();
        if (_device.type != DeviceType.CUDA)
        {
            return tensor;
        }

        using (tensor)
        {
            return tensor.pin_memory().DetachFromDisposeScope();
        }
    }

    /// <summary>The first rows of a tensor on the device: the tensor itself for a full batch on the CPU.</summary>
    private torch.Tensor OnDevice(torch.Tensor tensor, int count)
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
