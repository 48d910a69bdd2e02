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
    public override unsafe void Read(nint vector, int rows)
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
            _codes[row] = IsValid(validity, row) ? _dictionary.CodeOf(VectorText.Bytes(texts + row)) : -1;
        }
    }
}
