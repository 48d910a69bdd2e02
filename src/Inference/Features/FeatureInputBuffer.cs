using System.Runtime.InteropServices;
using MmoePipeline.Features;
using TorchSharp;

namespace MmoePipeline.Inference.Features;

/// <summary>
/// The tensors of a feature's encoded rows in a batch, filled again for every batch: by any thread, while handing out is for the one that computes. They grow with the
/// longest lists. It owns them.
/// </summary>
internal sealed class FeatureInputBuffer : IDisposable
{
    private readonly int _batchSize;
    private readonly FeatureForm _form;
    private readonly bool _isPinned;
    private readonly torch.Tensor _codes;
    private readonly torch.Tensor _values;
    private readonly torch.Tensor? _starts;
    private torch.Tensor? _rows;
    private torch.Tensor? _elementCodes;
    private torch.Tensor? _elementValues;
    private int _capacity;

    /// <summary>Makes tensors for full batches.</summary>
    /// <param name="form">What a row is encoded as.</param>
    /// <param name="batchSize">Rows of a full batch.</param>
    /// <param name="isPinned">Whether they are in pinned memory, from which a device copies.</param>
    public FeatureInputBuffer(FeatureForm form, int batchSize, bool isPinned = false)
    {
        (_form, _batchSize, _isPinned) = (form, batchSize, isPinned);
        BatchMemory.Require(batchSize, Math.Max(form.Codes.Length, form.Values), sizeof(long));
        _codes = Empty([batchSize, form.Codes.Length], torch.int64);
        _values = Empty([batchSize, form.Values], torch.float32);
        if (form.List is not null)
        {
            _starts = Empty([batchSize + 1], torch.int64);
            Reserve(batchSize);
        }
    }

    /// <summary>The codes of a full batch: <c>[batch, codes]</c>.</summary>
    public Span<long> Codes => Span<long>(_codes);

    /// <summary>The numbers of a full batch: <c>[batch, numbers]</c>.</summary>
    public Span<float> Values => Span<float>(_values);

    /// <summary>Where each row's list starts: <c>[batch + 1]</c>.</summary>
    public Span<long> Starts => Span<long>(_starts!);

    /// <summary>The codes of the elements: as many as there is room for, for each of the list's codes.</summary>
    public Span<long> ElementCodes(int column) => Span<long>(_elementCodes!).Slice(column * _capacity, _capacity);

    /// <summary>The numbers of the elements: as many as there is room for, for each of the list's numbers.</summary>
    public Span<float> ElementValues(int column) => Span<float>(_elementValues!).Slice(column * _capacity, _capacity);

    /// <summary>The row of each element.</summary>
    public Span<long> ElementRows => Span<long>(_rows!);

    /// <summary>Makes room for elements; those that are there stay.</summary>
    /// <param name="elements">The number of elements of all lists.</param>
    public void Reserve(int elements)
    {
        if (elements <= _capacity && _rows is not null)
        {
            return;
        }

        int capacity = Math.Max(elements, (int)Math.Min(int.MaxValue / sizeof(long), 2L * _capacity));
        _rows = Grown(_rows, [capacity], torch.int64);
        _elementCodes = Grown(_elementCodes, [_form.List!.Codes.Length, capacity], torch.int64);
        _elementValues = Grown(_elementValues, [_form.List.Values, capacity], torch.float32);
        _capacity = capacity;
    }

    /// <summary>Makes all rows zeros and empty lists.</summary>
    public void Clear()
    {
        Codes.Clear();
        Values.Clear();
        if (_starts is not null)
        {
            Starts.Clear();
        }
    }

    /// <summary>Takes the rows of some cells over, behind those that are there; the rows behind them have empty lists.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="first">The row of the batch of the first of them.</param>
    /// <param name="offsets">For each code of a row what is added to it.</param>
    /// <param name="listOffsets">For each code of an element what is added to it.</param>
    public void Put(FeatureCells cells, int first, ImmutableArray<int> offsets, ImmutableArray<int> listOffsets)
    {
        // Taken once: each look at a tensor's memory is a native call.
        Span<long> codesOfRows = Codes;
        for (int column = 0; column < offsets.Length; column++)
        {
            ReadOnlySpan<int> codes = cells.Codes(column);
            for (int row = 0; row < codes.Length; row++)
            {
                codesOfRows[((first + row) * offsets.Length) + column] = codes[row] + offsets[column];
            }
        }

        Span<float> valuesOfRows = Values;
        for (int column = 0; column < _form.Values; column++)
        {
            ReadOnlySpan<float> values = cells.Values(column);
            for (int row = 0; row < values.Length; row++)
            {
                valuesOfRows[((first + row) * _form.Values) + column] = values[row];
            }
        }

        if (_starts is null)
        {
            return;
        }

        Span<long> starts = Starts;
        int start = (int)starts[first];
        Reserve(start + cells.Elements);
        ReadOnlySpan<int> ends = cells.Ends;
        Span<long> rowOfElement = ElementRows;
        for (int row = 0; row < cells.Rows; row++)
        {
            starts[first + row + 1] = start + ends[row];
            rowOfElement[(start + (row == 0 ? 0 : ends[row - 1]))..(start + ends[row])].Fill(first + row);
        }

        starts[(first + cells.Rows)..].Fill(start + cells.Elements);
        for (int column = 0; column < listOffsets.Length; column++)
        {
            Span<long> to = ElementCodes(column)[start..];
            ReadOnlySpan<int> codes = cells.ElementCodes(column);
            for (int element = 0; element < codes.Length; element++)
            {
                to[element] = codes[element] + listOffsets[column];
            }
        }

        for (int column = 0; column < _form.List!.Values; column++)
        {
            cells.ElementValues(column).CopyTo(ElementValues(column)[start..]);
        }
    }

    /// <summary>The batch.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="view">What becomes of each view of a tensor: it keeps or moves it.</param>
    public FeatureInput HandOut(int rows, Func<torch.Tensor, torch.Tensor> view)
    {
        ListInput? list = null;
        if (_starts is not null)
        {
            long elements = Starts[rows];
            list = new ListInput(
                view(_starts.narrow(0, 0, rows + 1)),
                view(_rows!.narrow(0, 0, elements)),
                view(_elementCodes!.narrow(1, 0, elements)),
                view(_elementValues!.narrow(1, 0, elements)));
        }

        return new FeatureInput(view(_codes.narrow(0, 0, rows)), view(_values.narrow(0, 0, rows)), list);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _codes.Dispose();
        _values.Dispose();
        _starts?.Dispose();
        _rows?.Dispose();
        _elementCodes?.Dispose();
        _elementValues?.Dispose();
    }

    private torch.Tensor Grown(torch.Tensor? old, long[] shape, torch.ScalarType type)
    {
        torch.Tensor grown = Empty(shape, type);
        if (old is not null)
        {
            using (torch.NewDisposeScope())
            {
                grown.narrow(shape.Length - 1, 0, old.size(shape.Length - 1)).copy_(old);
            }

            old.Dispose();
        }

        return grown;
    }

    private torch.Tensor Empty(long[] shape, torch.ScalarType type)
    {
        torch.Tensor tensor = torch.zeros(shape, type, torch.CPU).DetachFromDisposeScope();
        if (!_isPinned)
        {
            return tensor;
        }

        using (tensor)
        {
            return tensor.pin_memory().DetachFromDisposeScope();
        }
    }

    private static Span<T> Span<T>(torch.Tensor tensor)
        where T : unmanaged => tensor.numel() == 0 ? [] : MemoryMarshal.Cast<byte, T>(tensor.bytes);
}
