using System.Runtime.InteropServices;

namespace MmoePipeline.Plugins.DataSources.DuckDb;

/// <summary>A text in a vector, as the engine lays it out (<c>duckdb_string_t</c>): in place up to 12 bytes, else by a pointer.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal unsafe struct VectorText
{
    private const int LongestInPlace = 12;

    [FieldOffset(0)]
    private readonly uint _length;

    [FieldOffset(4)]
    private fixed byte _inPlace[LongestInPlace];

    [FieldOffset(8)]
    private readonly byte* _elsewhere;

    /// <summary>The bytes, in UTF-8, of a text in native memory.</summary>
    public static ReadOnlySpan<byte> Bytes(VectorText* text) =>
        new(text->_length <= LongestInPlace ? text->_inPlace : text->_elsewhere, checked((int)text->_length));
}
