using System.Text.Unicode;
using DuckDB.NET.Native;
using MmoePipeline.Data;

namespace MmoePipeline.Plugins.DataSources.DuckDb;

/// <summary>Reads texts as codes.</summary>
internal sealed class TextVectorReader : VectorReader
{
    /// <summary>Texts of a list at most, so that a column of identities doesn't fill the memory.</summary>
    private const int LongestList = 1 << 18;

    private readonly int[] _codes = new int[ChunkRows];
    private TextDictionary _dictionary = new();
    private CodedTextColumn _column;

    /// <summary>Makes the buffer.</summary>
    public TextVectorReader() => _column = new CodedTextColumn(_codes, _dictionary.Texts);

    /// <inheritdoc/>
    public override TableColumn Column => _column;

    /// <inheritdoc/>
    protected override bool CanRead(DuckDBType type) => IsText(type);

    /// <inheritdoc/>
    protected override unsafe void ReadValues(nint vector, int rows)
    {
        if (_dictionary.Texts.Count >= LongestList)
        {
            _dictionary = new TextDictionary();
            _column = new CodedTextColumn(_codes, _dictionary.Texts);
        }

        var texts = (VectorText*)NativeMethods.Vectors.DuckDBVectorGetData(vector);
        ulong* validity = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
        for (int row = 0; row < rows; row++)
        {
            _codes[row] = IsValid(validity, row) ? CodeOf(VectorText.Bytes(texts + row), row) : -1;
        }
    }

    /// <summary>The code of a text; one that is seen for the first time is checked.</summary>
    private int CodeOf(ReadOnlySpan<byte> text, int row)
    {
        int known = _dictionary.Texts.Count;
        int code = _dictionary.CodeOf(text);
        return code < known || Utf8.IsValid(text) ? code : throw new InvalidTextException(row);
    }
}
