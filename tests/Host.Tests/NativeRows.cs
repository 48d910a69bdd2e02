using System.Runtime.InteropServices;
using MmoePipeline.Engine.Data.Batches;

namespace MmoePipeline.Host.Tests;

/// <summary>
/// Encoded rows in memory of their own: row i holds the embedding rows i and i + 100, the number 2 i, and the target i modulo 2.
/// </summary>
internal sealed class NativeRows : IDisposable
{
    private readonly List<nint> _columns = [];

    public NativeRows(int count)
    {
        int[] rows = [.. Enumerable.Range(0, count)];
        Rows = new EncodedRows(
            count,
            [Codes(rows, offset: 0), Codes([.. rows.Select(row => (ushort)row)], offset: 100)],
            [Values(rows.Select(row => row * 2f))],
            [Values(rows.Select(row => row % 2f))]);
    }

    public EncodedRows Rows { get; }

    /// <summary>A categorical field.</summary>
    /// <param name="codes">The code of each row.</param>
    /// <param name="offset">The field's first row in the embedding table.</param>
    public CodeColumn Codes<T>(T[] codes, int offset)
        where T : unmanaged => new(Copy(codes), Marshal.SizeOf<T>(), codes.Length, offset);

    public void Dispose() => _columns.ForEach(Marshal.FreeHGlobal);

    private ValueColumn Values(IEnumerable<float> values)
    {
        float[] column = [.. values];
        return new ValueColumn(Copy(column), column.Length);
    }

    private nint Copy<T>(T[] values)
        where T : unmanaged
    {
        byte[] bytes = MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
        nint start = Marshal.AllocHGlobal(bytes.Length);
        _columns.Add(start);
        Marshal.Copy(bytes, 0, start, bytes.Length);
        return start;
    }
}
