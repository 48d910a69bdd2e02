using DuckDB.NET.Native;
using MmoePipeline.Data;

namespace MmoePipeline.Plugins.DataSources.DuckDb;

/// <summary>Reads whole numbers as codes of their texts.</summary>
internal sealed class WholeVectorReader : ValueVectorReader
{
    private int[] _codes = new int[ChunkRows];
    private NumberDictionary _dictionary = new();
    private CodedTextColumn _column;

    /// <summary>Makes the buffer.</summary>
    public WholeVectorReader() => _column = new CodedTextColumn(_codes, _dictionary.Texts);

    /// <inheritdoc/>
    public override TableColumn Column => _column;

    /// <inheritdoc/>
    protected override bool CanRead(DuckDBType type) => type == DuckDBType.BigInt;

    /// <inheritdoc/>
    public override void Begin(int count)
    {
        bool isFull = _dictionary.Texts.Count >= LongestDictionary;
        if (!isFull && count <= _codes.Length)
        {
            return;
        }

        _dictionary = isFull ? new NumberDictionary() : _dictionary;
        _codes = count <= _codes.Length ? _codes : new int[Grown(count)];
        _column = new CodedTextColumn(_codes, _dictionary.Texts);
    }

    /// <inheritdoc/>
    public override unsafe void ReadValues(nint vector, int from, int to, int count)
    {
        var numbers = (long*)NativeMethods.Vectors.DuckDBVectorGetData(vector) + from;
        ulong* validity = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
        Span<int> codes = _codes.AsSpan(to, count);
        for (int index = 0; index < codes.Length; index++)
        {
            codes[index] = IsValid(validity, from + index) ? _dictionary.CodeOf(numbers[index]) : -1;
        }
    }
}
