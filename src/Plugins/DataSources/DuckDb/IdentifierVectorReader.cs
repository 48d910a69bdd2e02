using DuckDB.NET.Native;
using MmoePipeline.Data;

namespace MmoePipeline.Plugins.DataSources.DuckDb;

/// <summary>Reads texts that seldom recur: each is an object of its own, and none is kept.</summary>
internal sealed class IdentifierVectorReader : VectorReader
{
    private readonly string?[] _values = new string?[ChunkRows];

    /// <summary>Makes the buffer.</summary>
    public IdentifierVectorReader() => Column = new TextColumn(_values);

    /// <inheritdoc/>
    public override TableColumn Column { get; }

    /// <inheritdoc/>
    protected override bool CanRead(DuckDBType type) => IsText(type);

    /// <inheritdoc/>
    protected override unsafe void ReadRows(nint vector, int rows)
    {
        var texts = (VectorText*)NativeMethods.Vectors.DuckDBVectorGetData(vector);
        ulong* validity = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
        for (int row = 0; row < rows; row++)
        {
            _values[row] = IsValid(validity, row) ? Decode(VectorText.Bytes(texts + row), row) : null;
        }
    }
}
