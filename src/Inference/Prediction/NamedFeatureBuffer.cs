using System.Runtime.InteropServices;
using MmoePipeline.Data;
using MmoePipeline.Features;
using MmoePipeline.Inference.Features;
using MmoePipeline.Inference.Tables;
using MmoePipeline.Modeling;
using TorchSharp;

namespace MmoePipeline.Inference.Prediction;

/// <summary>The named features' part of a <see cref="FeatureBuffer"/>: rows that it lacks are zeros and empty lists. It owns its tensors.</summary>
internal sealed class NamedFeatureBuffer : IDisposable
{
    private readonly torch.Tensor _categorical;
    private readonly torch.Tensor _numeric;
    private readonly ImmutableArray<(LearntFeature Learnt, NamedPlace Place, FeatureCells Cells)> _features;
    private readonly ImmutableArray<torch.Tensor> _lookups;
    private readonly ImmutableArray<FeatureInputBuffer> _inputs;
    private readonly List<FeatureFault> _faults = [];

    /// <summary>Makes the tensors.</summary>
    /// <param name="set">The features.</param>
    /// <param name="placement">Where their codes and numbers are.</param>
    /// <param name="categorical"><c>[batch, categorical fields]</c>, for features that are among them; it stays its owner's.</param>
    /// <param name="numeric"><c>[batch, numeric fields]</c>, likewise.</param>
    public NamedFeatureBuffer(FeatureSet set, FeaturePlacement placement, torch.Tensor categorical, torch.Tensor numeric)
    {
        (_categorical, _numeric) = (categorical, numeric);
        int batchSize = (int)categorical.size(0);
        _features = [.. set.Features.Zip(placement.Named, (learnt, place) => (learnt, place, new FeatureCells(learnt.Encoder.Form)))];
        _lookups = [.. placement.Layout.Groups.Select(group => torch.zeros([batchSize, group.Fields.Length], torch.int64).DetachFromDisposeScope())];
        _inputs = [.. placement.Layout.Modules.Select(module => new FeatureInputBuffer(module.Encoder.Form, batchSize))];
        Clear();
    }

    /// <summary>The columns to ask a source for.</summary>
    public IEnumerable<ColumnRequest> Requests => _features.SelectMany(feature => feature.Learnt.Feature.Columns);

    /// <summary>Encodes some rows of a chunk.</summary>
    /// <param name="columns">The columns, as they were asked for; there may be more.</param>
    /// <param name="rows">The rows of the chunk.</param>
    /// <param name="first">The first row of the batch.</param>
    /// <param name="problems">Gets what can't be encoded.</param>
    public void Add(ReadOnlySpan<TableColumn> columns, ReadOnlySpan<int> rows, int first, ChunkProblems problems)
    {
        int next = 0;
        foreach ((LearntFeature learnt, NamedPlace place, FeatureCells cells) in _features)
        {
            ImmutableArray<TableColumn> own = [.. columns.Slice(next, learnt.Feature.Columns.Length)];
            next += own.Length;
            problems.NextColumn();
            _faults.Clear();
            learnt.Feature.Check(own, rows, _faults);
            foreach (FeatureFault fault in _faults)
            {
                problems.Add(fault.Row, fault.Column, fault.Code, fault.Reason);
            }

            // Rows with faults end the prediction before anything is computed from them.
            if (_faults.Count == 0)
            {
                cells.Clear(rows.Length);
                learnt.Encoder.Encode(own, rows, cells);
                Put(cells, place, first);
            }
        }
    }

    /// <summary>Adds the lookups and inputs to a batch.</summary>
    /// <param name="batch">The batch, a full one.</param>
    /// <param name="device">Where it is.</param>
    public FeatureBatch Complete(FeatureBatch batch, torch.Device device) => batch with
    {
        Lookups = [.. _lookups.Select(codes => codes.to(device))],
        Inputs = [.. _inputs.Select(input => input.HandOut((int)batch.Rows, view => view.to(device)))],
    };

    /// <summary>Makes all rows zeros and empty lists.</summary>
    public void Clear()
    {
        foreach (torch.Tensor codes in _lookups)
        {
            Span<long>(codes).Clear();
        }

        foreach (FeatureInputBuffer input in _inputs)
        {
            input.Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (torch.Tensor tensor in _lookups)
        {
            tensor.Dispose();
        }

        foreach (FeatureInputBuffer input in _inputs)
        {
            input.Dispose();
        }
    }

    private void Put(FeatureCells cells, NamedPlace place, int first)
    {
        switch (place)
        {
            case NamedPlace.Lookup lookup:
                torch.Tensor codes = lookup.Group == 0 ? _categorical : _lookups[lookup.Group - 1];
                int columns = (int)codes.size(1);
                for (int column = 0; column < lookup.Offsets.Length; column++)
                {
                    Put(cells.Codes(column), lookup.Offsets[column], Span<long>(codes)[((first * columns) + lookup.First + column)..], columns);
                }

                break;
            case NamedPlace.Numbers numbers:
                int fields = (int)_numeric.size(1);
                for (int row = 0; row < cells.Rows; row++)
                {
                    for (int column = 0; column < cells.Form.Values; column++)
                    {
                        Span<float>(_numeric)[((first + row) * fields) + numbers.First + column] = cells.Values(column)[row];
                    }
                }

                break;
            case NamedPlace.Module module:
                _inputs[module.Index].Put(cells, first, module.Offsets, module.ListOffsets);
                break;
        }
    }

    private static void Put(ReadOnlySpan<int> codes, int offset, Span<long> to, int stride)
    {
        for (int row = 0; row < codes.Length; row++)
        {
            to[row * stride] = offset + codes[row];
        }
    }

    private static Span<T> Span<T>(torch.Tensor tensor)
        where T : unmanaged => tensor.numel() == 0 ? [] : MemoryMarshal.Cast<byte, T>(tensor.bytes);
}
