using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmoePipeline.Engine.Data.Encoding;

/// <summary>Writes the values of a column one after another into a file, many at once.</summary>
/// <param name="file">The file, which stays its owner's.</param>
/// <param name="start">Where the first value goes.</param>
/// <param name="width">The bytes of a value.</param>
internal sealed class ColumnWriter(SafeFileHandle file, long start, int width)
{
    private readonly long _start = start;
    private readonly byte[] _buffer = new byte[width << 13];
    private long _next = start;
    private int _filled;

    /// <summary>Appends a code.</summary>
    public void AddCode(int code) => AddCodes([code]);

    /// <summary>Appends codes, whose lower bytes are the code where the column is narrower.</summary>
    public void AddCodes(ReadOnlySpan<int> codes)
    {
        while (!codes.IsEmpty)
        {
            if (_filled == _buffer.Length)
            {
                Flush();
            }

            int count = Math.Min(codes.Length, (_buffer.Length - _filled) / width);
            Span<byte> to = _buffer.AsSpan(_filled, count * width);
            switch (width)
            {
                case 1:
                    for (int place = 0; place < count; place++)
                    {
                        to[place] = (byte)codes[place];
                    }

                    break;
                case 2:
                    Span<ushort> narrow = MemoryMarshal.Cast<byte, ushort>(to);
                    for (int place = 0; place < count; place++)
                    {
                        narrow[place] = (ushort)codes[place];
                    }

                    break;
                default:
                    MemoryMarshal.AsBytes(codes[..count]).CopyTo(to);
                    break;
            }

            _filled += to.Length;
            codes = codes[count..];
        }
    }

    /// <summary>Appends values as they are in memory.</summary>
    /// <param name="values">A whole number of values.</param>
    public void AddBytes(ReadOnlySpan<byte> values)
    {
        while (!values.IsEmpty)
        {
            if (_filled == _buffer.Length)
            {
                Flush();
            }

            int count = Math.Min(values.Length, _buffer.Length - _filled);
            values[..count].CopyTo(_buffer.AsSpan(_filled));
            _filled += count;
            values = values[count..];
        }
    }

    /// <summary>Writes what waits in memory.</summary>
    public void Flush()
    {
        RandomAccess.Write(file, _buffer.AsSpan(0, _filled), _next);
        _next += _filled;
        _filled = 0;
    }

    /// <summary>Copies all values to another file.</summary>
    /// <param name="to">The file.</param>
    /// <param name="place">Where the first value goes.</param>
    public void CopyTo(SafeFileHandle to, long place)
    {
        byte[] buffer = new byte[1 << 16];
        for (long from = _start; from < _next;)
        {
            int count = RandomAccess.Read(file, buffer.AsSpan(0, (int)Math.Min(buffer.Length, _next - from)), from);
            if (count == 0)
            {
                throw new EndOfStreamException("A temporary file ends before what was written to it.");
            }

            RandomAccess.Write(to, buffer.AsSpan(0, count), place);
            from += count;
            place += count;
        }
    }
}
