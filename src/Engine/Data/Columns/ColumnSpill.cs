using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Engine.Data.Columns;

/// <summary>
/// Columns in a temporary file while the table is read, because codes and scalings are known only after its last row. Rows are
/// appended in blocks; later a column is read for itself, block by block.
/// </summary>
internal sealed class ColumnSpill : IDisposable
{
    private const int MostBlockRows = 1 << 14;

    /// <summary>Bytes of a block at most: a wide table has fewer rows in a block.</summary>
    private const int MostBlockBytes = 1 << 28;

    private readonly int _blockRows;
    private readonly ImmutableArray<int> _widths;
    private readonly ImmutableArray<int> _offsets;
    private readonly byte[] _block;
    private readonly SafeFileHandle _file;
    private int _filled;
    private int _fullBlocks;

    /// <summary>Makes the file.</summary>
    /// <param name="folder">Where the file is; it goes away with this object.</param>
    /// <param name="widths">The bytes of a value, column by column.</param>
    public ColumnSpill(string folder, IReadOnlyList<int> widths)
    {
        _widths = [.. widths];
        _blockRows = RowsOfBlock(_widths);
        var offsets = ImmutableArray.CreateBuilder<int>(widths.Count);
        int next = 0;
        foreach (int width in widths)
        {
            offsets.Add(next);
            next = checked(next + (width * _blockRows));
        }

        _offsets = offsets.MoveToImmutable();
        _block = new byte[next];
        _file = File.OpenHandle(
            Path.Combine(folder, $"{Path.GetRandomFileName()}.tmp"),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            FileOptions.DeleteOnClose);
    }

    /// <summary>How many rows a block has: fewer the wider the table is, so that a block can be held in memory.</summary>
    /// <param name="widths">The bytes of a value, column by column.</param>
    public static int RowsOfBlock(IEnumerable<int> widths) =>
        (int)Math.Clamp(MostBlockBytes / Math.Max(1, widths.Sum(width => (long)width)), 1, MostBlockRows);

    /// <summary>The number of rows.</summary>
    public long Rows => ((long)_fullBlocks * _blockRows) + _filled;

    /// <summary>How many rows can be appended before <see cref="Advance"/>; at least 1.</summary>
    public int Free => _blockRows - _filled;

    /// <summary>Where a column's values of the next rows go.</summary>
    public Span<T> Next<T>(int column, int rows)
        where T : unmanaged => Column<T>(_block, column, _blockRows).Slice(_filled, rows);

    /// <summary>Moves the values of some of the next rows together, so that the others are gone.</summary>
    /// <param name="kept">The rows that stay, from 0 and in ascending order.</param>
    public void Keep(ReadOnlySpan<int> kept)
    {
        for (int column = 0; column < _offsets.Length; column++)
        {
            int width = _widths[column];
            Span<byte> values = _block.AsSpan(_offsets[column] + (_filled * width), width * (_blockRows - _filled));
            for (int row = 0; row < kept.Length; row++)
            {
                values.Slice(kept[row] * width, width).CopyTo(values[(row * width)..]);
            }
        }
    }

    /// <summary>Takes over the values of the next rows.</summary>
    /// <param name="rows">Their number; at most <see cref="Free"/>.</param>
    public void Advance(int rows)
    {
        _filled += rows;
        if (_filled == _blockRows)
        {
            RandomAccess.Write(_file, _block, (long)_fullBlocks * _block.Length);
            _fullBlocks++;
            _filled = 0;
        }
    }

    /// <summary>Puts another value in the place of one that was taken over.</summary>
    /// <param name="column">The column.</param>
    /// <param name="row">The row, from 0.</param>
    /// <param name="value">The value.</param>
    public void Replace<T>(int column, long row, T value)
        where T : unmanaged
    {
        (long block, int at) = (row / _blockRows, (int)(row % _blockRows));
        if (block == _fullBlocks)
        {
            Column<T>(_block, column, _blockRows)[at] = value;
            return;
        }

        RandomAccess.Write(_file, MemoryMarshal.AsBytes([value]), (block * _block.Length) + _offsets[column] + ((long)at * _widths[column]));
    }

    /// <summary>Reads a column. Several may be read at the same time.</summary>
    /// <returns>The values in blocks, each valid until the next is asked for.</returns>
    public IEnumerable<ReadOnlyMemory<T>> Read<T>(int column)
        where T : unmanaged
    {
        T[] values = new T[_blockRows];
        for (int block = 0; block < _fullBlocks; block++)
        {
            ExactRead.Fill(_file, MemoryMarshal.AsBytes(values.AsSpan()), ((long)block * _block.Length) + _offsets[column]);
            yield return values;
        }

        if (_filled > 0)
        {
            Column<T>(_block, column, _filled).CopyTo(values);
            yield return values.AsMemory(0, _filled);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private Span<T> Column<T>(byte[] block, int column, int rows)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(block.AsSpan(_offsets[column]))[..rows];
}
