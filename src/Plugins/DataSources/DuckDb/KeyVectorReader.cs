using DuckDB.NET.Native;
using MmoePipeline.Data;

namespace MmoePipeline.Plugins.DataSources.DuckDb;

/// <summary>
/// Reads hashes of the keys by which rows are ordered, keeps none, and stops where two neighbours have the same: rows of one key have no order.
/// </summary>
internal sealed class KeyVectorReader : VectorReader
{
    private ulong? _last;

    /// <inheritdoc/>
    public override TableColumn Column { get; } = new NumberColumn(ReadOnlyMemory<double>.Empty);

    /// <inheritdoc/>
    protected override bool CanRead(DuckDBType type) => type == DuckDBType.UnsignedBigInt;

    /// <inheritdoc/>
    protected override unsafe void ReadRows(nint vector, int rows)
    {
        var hashes = (ulong*)NativeMethods.Vectors.DuckDBVectorGetData(vector);
        for (int row = 0; row < rows; row++)
        {
            if (hashes[row] == _last)
            {
                throw new RepeatedKeyException(row);
            }

            _last = hashes[row];
        }
    }
}
