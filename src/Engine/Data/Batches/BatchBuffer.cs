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
    private readonly ImmutableArray<torch.Tensor> _lookups;
    private readonly ImmutableArray<FeatureInputBuffer> _inputs;
    private readonly torch.Tensor _targets;
    private readonly torch.Tensor? _weights;
    private readonly List<torch.Tensor> _handedOut = [];

    /// <summary>Makes tensors for full batches.</summary>
    /// <param name="batchSize">Rows of a full batch.</param>
    /// <param name="source">The columns that batches are filled from.</param>
    /// <param name="device">Where batches are to be.</param>
    public BatchBuffer(int batchSize, EncodedRows source, torch.Device device)
    {
        (_batchSize, _device) = (batchSize, device);
        _categorical = Empty(source.Categorical.Length, torch.int64);
        _numeric = Empty(source.Numeric.Length, torch.float32);
        _lookups = [.. source.Lookups.Select(columns => Empty(columns.Length, torch.int64))];
        _inputs = [.. source.InputForms.Select(form => new FeatureInputBuffer(form, batchSize, device.type == DeviceType.CUDA))];
        _targets = Empty(source.Targets.Length, torch.float32);
        _weights = source.Weights.Length > 0 ? Empty(source.Weights.Length, torch.float32) : null;
    }

    /// <summary>Fills the tensors.</summary>
    /// <param name="source">Where rows come from.</param>
    /// <param name="rows">The numbers of the rows; at most a full batch.</param>
    public void Fill(EncodedRows source, ReadOnlySpan<int> rows)
    {
        Gather(source.Categorical, rows, Values<long>(_categorical));
        for (int group = 0; group < _lookups.Length; group++)
        {
            Gather(source.Lookups[group], rows, Values<long>(_lookups[group]));
        }

        for (int input = 0; input < _inputs.Length; input++)
        {
            source.Inputs[input].Fill(rows, _inputs[input]);
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
            new FeatureBatch(OnDevice(_categorical, rows), OnDevice(_numeric, rows))
            {
                Lookups = _lookups.IsEmpty ? [] : [.. _lookups.Select(codes => OnDevice(codes, rows))],
                Inputs = _inputs.IsEmpty ? [] : [.. _inputs.Select(input => input.HandOut(rows, Keep))],
            },
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
        foreach (torch.Tensor codes in _lookups)
        {
            codes.Dispose();
        }

        foreach (FeatureInputBuffer input in _inputs)
        {
            input.Dispose();
        }
    }

    private static void Gather(ImmutableArray<CodeColumn> columns, ReadOnlySpan<int> rows, Span<long> to)
    {
        for (int column = 0; column < columns.Length; column++)
        {
            columns[column].Gather(rows, to[column..], columns.Length);
        }
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

        return Keep(tensor.narrow(0, 0, count));
    }

    /// <summary>Keeps a view until the next batch is handed out, on the device.</summary>
    private torch.Tensor Keep(torch.Tensor view)
    {
        torch.Tensor rows = view.DetachFromDisposeScope();
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
