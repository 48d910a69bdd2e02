using System.Runtime.InteropServices;
using DuckDB.NET.Native;
using MmoePipeline.Data;

namespace MmoePipeline.Plugins.DataSources.DuckDb;

/// <summary>
/// Reads lists of single values. The engine keeps the values of all lists in a vector of their own, where each list has a first value and a length;
/// lists may share values, leave some out and be in any order. Here they lie one behind the other.
/// </summary>
/// <param name="values">Reads the values.</param>
internal sealed class ListVectorReader(ValueVectorReader values) : VectorReader
{
    private readonly int[] _ends = new int[ChunkRows];
    private readonly bool[] _missing = new bool[ChunkRows];
    private bool _isAnyMissing;

    /// <inheritdoc/>
    public override TableColumn Column => new ListColumn(_ends, _isAnyMissing ? _missing : ReadOnlyMemory<bool>.Empty, values.Column);

    /// <inheritdoc/>
    protected override bool CanRead(DuckDBType type) => type == DuckDBType.List;

    /// <inheritdoc/>
    protected override unsafe void ReadRows(nint vector, int rows)
    {
        nint child = NativeMethods.Vectors.DuckDBListVectorGetChild(vector);
        long size = NativeMethods.Vectors.DuckDBListVectorGetSize(vector);
        values.RequireType(child, size);
        var lists = (Entry*)NativeMethods.Vectors.DuckDBVectorGetData(vector);
        ulong* validity = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
        long count = 0;
        _isAnyMissing = false;
        for (int row = 0; row < rows; row++)
        {
            bool isMissing = _missing[row] = !IsValid(validity, row);
            _isAnyMissing |= isMissing;
            count += isMissing ? 0 : Length(lists[row], size);
            _ends[row] = count <= Array.MaxLength ? (int)count : throw new EngineException($"The lists of {rows} rows have more than {Array.MaxLength} values.");
        }

        values.Begin((int)count);
        try
        {
            ReadValues(child, lists, rows);
        }
        catch (InvalidTextException exception)
        {
            throw new InvalidTextException(RowOf(exception.Row, rows));
        }
    }

    /// <summary>Lists that lie one behind the other are read as one: usually those of all rows.</summary>
    private unsafe void ReadValues(nint child, Entry* lists, int rows)
    {
        (int from, int to, int length) = (0, 0, 0);
        for (int row = 0; row < rows; row++)
        {
            int end = _ends[row];
            int added = end - to - length;
            if (added > 0 && (int)lists[row].Offset != from + length)
            {
                values.ReadValues(child, from, to, length);
                (from, to, length) = ((int)lists[row].Offset, to + length, 0);
            }

            length += added;
        }

        values.ReadValues(child, from, to, length);
    }

    private int RowOf(int place, int rows)
    {
        int row = 0;
        while (row < rows - 1 && _ends[row] <= place)
        {
            row++;
        }

        return row;
    }

    private static long Length(Entry list, long size) => list.Length == 0 ? 0
        : list.Offset <= (ulong)size && list.Length <= (ulong)size - list.Offset && size <= Array.MaxLength
        ? (long)list.Length
        : throw new EngineException($"The engine gives a list of {list.Length} values from {list.Offset} on, among {size} values.");

    /// <summary>A list, as the engine lays it out (<c>duckdb_list_entry</c>).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Entry
    {
        public readonly ulong Offset;
        public readonly ulong Length;
    }
}
