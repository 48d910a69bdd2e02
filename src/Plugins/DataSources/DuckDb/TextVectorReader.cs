using DuckDB.NET.Native;
using MmoePipeline.Data;

namespace MmoePipeline.Plugins.DataSources.DuckDb;

/// <summary>Reads texts as codes.</summary>
internal sealed class TextVectorReader : VectorReader
{
    private readonly int[] _codes = new int[ChunkRows];
    private readonly TextDictionary _dictionary = new();

    /// <summary>Makes the buffer.</summary>
    public TextVectorReader() => Column = new CodedTextColumn(_codes, _dictionary.Texts);

    /// <inheritdoc/>
    public override TableColumn Column { get; }

    /// <inheritdoc/>
    public override unsafe void Read(nint vector, int rows)
    {
        var texts = (VectorText*)NativeMethods.Vectors.DuckDBVectorGetData(vector);
        ulong* validity = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
        for (int row = 0; row < rows; row++)
        {
            _codes[row] = IsValid(validity, row) ? _dictionary.CodeOf(VectorText.Bytes(texts + row)) : -1;
        }
    }
}
