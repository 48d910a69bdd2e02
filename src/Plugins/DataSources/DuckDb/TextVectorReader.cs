using System.Text.Unicode;
using DuckDB.NET.Native;
using MmoePipeline.Data;

namespace MmoePipeline.Plugins.DataSources.DuckDb;

/// <summary>Reads texts as codes.</summary>
internal sealed class TextVectorReader : ValueVectorReader
{
    private int[] _codes = new int[ChunkRows];
    private TextDictionary _dictionary = new();
    private CodedTextColumn _column;

    /// <summary>Makes the buffer.</summary>
    public TextVectorReader() => _column = new CodedTextColumn(_codes, _dictionary.Texts);

    /// <inheritdoc/>
    public override TableColumn Column => _column;

    /// <inheritdoc/>
    protected override bool CanRead(DuckDBType type) => IsText(type);

    /// <inheritdoc/>
    public override void Begin(int count)
    {
        bool isFull = _dictionary.Texts.Count >= LongestDictionary;
        if (!isFull && count <= _codes.Length)
        {
            return;
        }

        _dictionary = isFull ? new TextDictionary() : _dictionary;
        _codes = count <= _codes.Length ? _codes : new int[Grown(count)];
        _column = new CodedTextColumn(_codes, _dictionary.Texts);
    }

    /// <inheritdoc/>
    public override unsafe void ReadValues(nint vector, int from, int to, int count)
    {
        var texts = (VectorText*)NativeMethods.Vectors.DuckDBVectorGetData(vector) + from;
        ulong* validity = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
        for (int index = 0; index < count; index++)
        {
            _codes[to + index] = IsValid(validity, from + index) ? CodeOf(VectorText.Bytes(texts + index), to + index) : -1;
        }
    }

    /// <summary>The code of a text; one that is seen for the first time is checked.</summary>
    private int CodeOf(ReadOnlySpan<byte> text, int place)
    {
        int known = _dictionary.Texts.Count;
        int code = _dictionary.CodeOf(text);
        return code < known || Utf8.IsValid(text) ? code : throw new InvalidTextException(place);
    }
}
