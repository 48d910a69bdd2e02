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
    private readonly ColumnWriter[][] _elements;
    private readonly List<SafeFileHandle> _temporary = [];
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
        _elements = [.. starts.Select(_ => encoded.ElementWidths.Select(width => new ColumnWriter(Temporary(folder), 0, width)).ToArray())];

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
                _columns[part][column].AddCode(values[row]);
                _unknown[part] += values[row] == 0 || values[row] > _known[column] ? 1 : 0;
            }
        }

        for (int column = 0; column < _cells.Form.Values; column++)
        {
            ReadOnlySpan<float> values = _cells.Values(column);
            for (int row = 0; row < values.Length; row++)
            {
                _columns[(int)parts[row]][codes + column].AddBytes(MemoryMarshal.AsBytes([values[row]]));
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
        for (int column = 0; column < starts.Length; column++)
        {
            _elements[part][column].Flush();
            _elements[part][column].CopyTo(file, starts[column]);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SafeFileHandle file in _temporary)
        {
            file.Dispose();
        }
    }

    private SafeFileHandle Temporary(string folder)
    {
        SafeFileHandle file = File.OpenHandle(
            Path.Combine(folder, $"{Path.GetRandomFileName()}.tmp"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
        _temporary.Add(file);
        return file;
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
                _elements[part][column].AddCodes(codes);
                foreach (int code in codes)
                {
                    _unknown[part] += code == 0 || code > _knownOfElements[column] ? 1 : 0;
                }
            }

            for (int column = 0; column < _cells.Form.List!.Values; column++)
            {
                _elements[part][_knownOfElements.Length + column].AddBytes(MemoryMarshal.AsBytes(_cells.ElementValues(column)[start..end]));
            }

            _ended[part] += end - start;
            _columns[part][ends].AddBytes(MemoryMarshal.AsBytes([_ended[part]]));
            start = end;
        }
    }
}
