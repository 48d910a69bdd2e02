using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using MmoePipeline.Data;
using MmoePipeline.Data.Splits;
using MmoePipeline.Features;
using MmoePipeline.Inference.Features;

namespace MmoePipeline.Engine.Data.Encoding;

/// <summary>
/// Encodes the rows of one named feature, chunk by chunk, into the columns of a file. Elements of lists wait in temporary files until their number is known. It owns
/// those.
/// </summary>
internal sealed class NamedFeatureWriter : IDisposable
{
    private const int Parts = (int)DataSplit.None;

    private readonly LearntFeature _learnt;
    private readonly FeatureCells _cells;
    private readonly ImmutableArray<int> _known;
    private readonly ImmutableArray<int> _knownOfElements;
    private readonly ColumnWriter[][] _columns;
    private readonly FileStream[][] _elements;
    private readonly int[] _widthsOfElements;
    private readonly long[] _ended = new long[Parts];
    private readonly long[] _unknown = new long[Parts];

    /// <summary>Prepares the columns.</summary>
    /// <param name="learnt">The feature.</param>
    /// <param name="vocabularies">For each table of the set how many of its rows belong to known values; all of them where its rows are numbers.</param>
    /// <param name="encoded">The widths of the columns.</param>
    /// <param name="file">The file.</param>
    /// <param name="starts">For each part and column where it starts in the file.</param>
    /// <param name="folder">Where temporary files may be.</param>
    public NamedFeatureWriter(
        LearntFeature learnt, ImmutableArray<int> vocabularies, EncodedFeature encoded, SafeFileHandle file, long[][] starts, string folder)
    {
        FeatureForm form = learnt.Encoder.Form;
        (_learnt, _cells) = (learnt, new FeatureCells(form));
        _known = [.. form.Codes.Select(KnownOf)];
        _knownOfElements = [.. (form.List?.Codes ?? []).Select(KnownOf)];
        int[] widths = [.. encoded.Widths];
        _columns = [.. starts.Select(ofPart => widths.Select((width, column) => new ColumnWriter(file, ofPart[column], width)).ToArray())];
        _elements =
        [
            .. starts.Select(_ => encoded.ElementWidths.Select(_ => new FileStream(
                Path.Combine(folder, $"{Path.GetRandomFileName()}.tmp"),
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.DeleteOnClose, BufferSize = 1 << 16,
                })).ToArray()),
        ];
        _widthsOfElements = [.. encoded.ElementWidths];

        int KnownOf(int table) => table == FeatureForm.OwnRows ? int.MaxValue : vocabularies[learnt.Tables[table]];
    }

    /// <summary>The elements of each part.</summary>
    public ImmutableArray<long> Elements => [.. _ended];

    /// <summary>The codes of each part that stand for values without an embedding of their own.</summary>
    public ImmutableArray<long> Unknown => [.. _unknown];

    /// <summary>Encodes some rows.</summary>
    /// <param name="columns">The feature's columns of a chunk.</param>
    /// <param name="rows">The rows of the chunk.</param>
    /// <param name="parts">What each of them is for.</param>
    public void Add(ImmutableArray<TableColumn> columns, ReadOnlySpan<int> rows, ReadOnlySpan<DataSplit> parts)
    {
        _cells.Clear(rows.Length);
        _learnt.Encoder.Encode(columns, rows, _cells);
        int codes = _known.Length;
        for (int column = 0; column < codes; column++)
        {
            ReadOnlySpan<int> values = _cells.Codes(column);
            for (int row = 0; row < values.Length; row++)
            {
                int part = (int)parts[row];
                _columns[part][column].Add(values[row]);
                _unknown[part] += values[row] == 0 || values[row] > _known[column] ? 1 : 0;
            }
        }

        for (int column = 0; column < _cells.Form.Values; column++)
        {
            ReadOnlySpan<float> values = _cells.Values(column);
            for (int row = 0; row < values.Length; row++)
            {
                _columns[(int)parts[row]][codes + column].Add(values[row]);
            }
        }

        if (_cells.Form.List is not null)
        {
            AddLists(parts);
        }
    }

    /// <summary>Writes what waits in memory.</summary>
    public void Flush()
    {
        foreach (ColumnWriter column in _columns.SelectMany(columns => columns))
        {
            column.Flush();
        }
    }

    /// <summary>Moves the elements of a part's lists to their place.</summary>
    /// <param name="part">The part.</param>
    /// <param name="file">The file.</param>
    /// <param name="starts">For each column where it starts.</param>
    public void MoveElements(int part, SafeFileHandle file, long[] starts)
    {
        byte[] buffer = new byte[1 << 16];
        for (int column = 0; column < starts.Length; column++)
        {
            FileStream from = _elements[part][column];
            from.Position = 0;
            long next = starts[column];
            while (from.Read(buffer) is > 0 and int count)
            {
                RandomAccess.Write(file, buffer.AsSpan(0, count), next);
                next += count;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (FileStream elements in _elements.SelectMany(ofPart => ofPart))
        {
            elements.Dispose();
        }
    }

    private void AddLists(ReadOnlySpan<DataSplit> parts)
    {
        int ends = _known.Length + _cells.Form.Values;
        int start = 0;
        for (int row = 0; row < parts.Length; row++)
        {
            int part = (int)parts[row];
            int end = _cells.Ends[row];
            for (int column = 0; column < _knownOfElements.Length; column++)
            {
                ReadOnlySpan<int> codes = _cells.ElementCodes(column)[start..end];
                foreach (int code in codes)
                {
                    Write(_elements[part][column], code, _widthsOfElements[column]);
                    _unknown[part] += code == 0 || code > _knownOfElements[column] ? 1 : 0;
                }
            }

            for (int column = 0; column < _cells.Form.List!.Values; column++)
            {
                _elements[part][_knownOfElements.Length + column].Write(MemoryMarshal.AsBytes(_cells.ElementValues(column)[start..end]));
            }

            _ended[part] += end - start;
            _columns[part][ends].Add(_ended[part]);
            start = end;
        }
    }

    private static void Write(FileStream to, int code, int width)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        MemoryMarshal.Write(bytes, code);
        to.Write(bytes[..width]);
    }

    /// <summary>Writes the values of a column one after another, many at once.</summary>
    private sealed class ColumnWriter(SafeFileHandle file, long start, int width)
    {
        private readonly byte[] _buffer = new byte[width << 13];
        private long _next = start;
        private int _filled;

        public void Add<T>(T value)
            where T : unmanaged
        {
            if (_filled == _buffer.Length)
            {
                Flush();
            }

            // The lower bytes of a code are the code where its column is narrower.
            Span<byte> bytes = stackalloc byte[sizeof(long)];
            MemoryMarshal.Write(bytes, value);
            bytes[..width].CopyTo(_buffer.AsSpan(_filled));
            _filled += width;
        }

        public void Flush()
        {
            RandomAccess.Write(file, _buffer.AsSpan(0, _filled), _next);
            _next += _filled;
            _filled = 0;
        }
    }
}
