using System.Runtime.InteropServices;
using MmoePipeline.Data;
using MmoePipeline.Inference.Features;
using MmoePipeline.Inference.Tables;
using MmoePipeline.Modeling;
using MmoePipeline.Runs.Options.Data;
using TorchSharp;

namespace MmoePipeline.Inference.Prediction;

/// <summary>
/// Encodes rows into the tensors of one full batch, which is filled again and again. Rows that it lacks are zeros: the network always
/// gets a full batch, so that what it gives for a row does not depend on how many others came along. It owns the tensors.
/// </summary>
internal sealed class FeatureBuffer : IDisposable
{
    /// <summary>Up to this share, a number is the one value of a constant column after it was computed in another way.</summary>
    private const double Rounding = 1e-14;

    private readonly ImmutableArray<VocabularyLookup> _vocabularies;
    private readonly ImmutableArray<UnknownRate> _heldOut;
    private readonly ImmutableArray<(NumericColumn Column, ColumnScaling Scaling)> _numbers;
    private readonly long[] _missing;
    private readonly long[] _changed;
    private long _added;
    private readonly int _batchSize;
    private readonly int _codeColumns;
    private readonly int _numberColumns;
    private readonly torch.Tensor _categorical;
    private readonly torch.Tensor _numeric;
    private readonly double[] _values;
    private readonly int[] _rows;
    private readonly NamedFeatureBuffer _named;

    /// <summary>Makes the tensors.</summary>
    /// <param name="encoding">How the run encoded its features.</param>
    /// <param name="batchSize">Rows of a full batch.</param>
    /// <param name="features">The features of the run; null where all of them are short forms.</param>
    /// <exception cref="BadInputException">The encoding is not of these features.</exception>
    public FeatureBuffer(EncodingFile encoding, int batchSize, RunFeatures? features = null)
    {
        FeatureSet set = FeatureSet.Create(features?.Named ?? [], encoding.Encoding);
        var placement = FeaturePlacement.Create(encoding.Encoding, set, features?.Options ?? new FeatureOptions());
        FeatureLayout layout = placement.Layout;
        _vocabularies = [.. encoding.Categorical.Zip(layout.Categorical, (vocabulary, field) => new VocabularyLookup(vocabulary, field.Offset))];
        _numbers = [.. encoding.Numeric.Select(scaling => (
            new NumericColumn(scaling.Column, encoding.NumericScale, encoding.MissingNumeric, "the column was one of numbers in training"), scaling))];
        _heldOut = encoding.HeldOut;
        (_missing, _changed) = (new long[_numbers.Length], new long[_numbers.Length]);
        _batchSize = batchSize;
        (_codeColumns, _numberColumns) = (layout.Categorical.Length, layout.Numeric.Length);
        BatchMemory.Require(batchSize, _codeColumns, sizeof(long));
        BatchMemory.Require(batchSize, _numberColumns, sizeof(float));
        _categorical = torch.zeros([batchSize, _codeColumns], torch.int64).DetachFromDisposeScope();
        _numeric = torch.zeros([batchSize, _numberColumns], torch.float32).DetachFromDisposeScope();
        (_values, _rows) = (new double[batchSize], new int[batchSize]);
        _named = new NamedFeatureBuffer(set, placement, _categorical, _numeric);
    }

    /// <summary>The columns to ask a source for, in the order in which <see cref="Add"/> takes them.</summary>
    public ImmutableArray<ColumnRequest> Requests =>
    [
        .. _vocabularies.Select(lookup => new ColumnRequest(lookup.Column, ColumnForm.Text)),
        .. _numbers.Select(number => new ColumnRequest(number.Scaling.Column, ColumnForm.Number)),
        .. _named.Requests,
    ];

    /// <summary>The number of rows.</summary>
    public int Rows { get; private set; }

    /// <summary>How many rows can be added.</summary>
    public int Free => _batchSize - Rows;

    /// <summary>For each categorical column the rows so far whose value has no embedding of its own.</summary>
    public ImmutableArray<(string Column, long Rows)> Unseen => [.. _vocabularies.Select(lookup => (lookup.Column, lookup.Unseen))];

    /// <summary>How the rows so far differ from those of training, column by column.</summary>
    public ImmutableArray<FeatureDifference> Differences() =>
    [
        .. _vocabularies.Select((lookup, field) => FeatureDifference.OfCategories(
            lookup, new UnknownRate(lookup.Unseen, _added), _heldOut.IsDefaultOrEmpty ? null : _heldOut[field])),
        .. _numbers.Select((number, field) => FeatureDifference.OfNumbers(number.Scaling, _missing[field], _changed[field], _added)),
    ];

    /// <summary>Encodes some rows of a chunk.</summary>
    /// <param name="columns">The columns of the chunk, as they were asked for; there may be more.</param>
    /// <param name="first">The first row of the chunk.</param>
    /// <param name="count">The number of rows; at most <see cref="Free"/>.</param>
    /// <param name="problems">Gets what can't be encoded.</param>
    public void Add(ImmutableArray<TableColumn> columns, int first, int count, ChunkProblems problems)
    {
        for (int row = 0; row < count; row++)
        {
            _rows[row] = first + row;
        }

        ReadOnlySpan<int> rows = _rows.AsSpan(0, count);
        int fields = _vocabularies.Length;
        for (int field = 0; field < fields; field++)
        {
            _vocabularies[field].Encode(columns[field], rows, Values<long>(_categorical)[((Rows * _codeColumns) + field)..], _codeColumns);
        }

        Span<double> values = _values.AsSpan(0, count);
        for (int field = 0; field < _numbers.Length; field++)
        {
            problems.NextColumn();
            _numbers[field].Column.Add(columns[fields + field], rows, values, problems);
            Span<float> to = Values<float>(_numeric)[((Rows * _numberColumns) + field)..];
            ColumnScaling scaling = _numbers[field].Scaling;
            for (int row = 0; row < count; row++)
            {
                float encoded = scaling.Encode(values[row]);
                to[row * _numberColumns] = encoded;
                _missing[field] += double.IsNaN(values[row]) ? 1 : 0;
                _changed[field] += scaling.IsConstant && Math.Abs(values[row] - scaling.Mean) > Rounding * Math.Max(1, Math.Abs(scaling.Mean)) ? 1 : 0;
                if (!float.IsFinite(encoded))
                {
                    problems.Add(rows[row], scaling.Column, DataCodes.NotStandardisable, _numbers[field].Column.ProblemOfScaling(values[row], scaling));
                }
            }
        }

        _named.Add(columns.AsSpan()[(fields + _numbers.Length)..], rows, Rows, problems);
        Rows += count;
        _added += count;
    }

    /// <summary>The full batch on a device, in the enclosing dispose scope where it is not the CPU.</summary>
    public FeatureBatch Batch(torch.Device device) => _named.Complete(new(_categorical.to(device), _numeric.to(device)), device);

    /// <summary>Makes it empty.</summary>
    public void Clear()
    {
        Rows = 0;
        Values<long>(_categorical).Clear();
        Values<float>(_numeric).Clear();
        _named.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _categorical.Dispose();
        _numeric.Dispose();
        _named.Dispose();
    }

    private static Span<T> Values<T>(torch.Tensor tensor)
        where T : unmanaged => tensor.numel() == 0 ? [] : MemoryMarshal.Cast<byte, T>(tensor.bytes);
}
