using DuckDB.NET.Native;
using MmoePipeline.Data;

namespace MmoePipeline.Plugins.DataSources.DuckDb;

/// <summary>Reads numbers.</summary>
internal sealed class NumberVectorReader : VectorReader
{
    private readonly double[] _values = new double[ChunkRows];

    /// <summary>Makes the buffer.</summary>
    public NumberVectorReader() => Column = new NumberColumn(_values);

    /// <inheritdoc/>
    public override TableColumn Column { get; }

    /// <inheritdoc/>
    protected override bool CanRead(DuckDBType type) => type == DuckDBType.Double;

    /// <inheritdoc/>
    protected override unsafe void ReadValues(nint vector, int rows)
    {
        new ReadOnlySpan<double>(NativeMethods.Vectors.DuckDBVectorGetData(vector), rows).CopyTo(_values);
        ulong* validity = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
        for (int row = 0; validity is not null && row < rows; row++)
        {
            if (!IsValid(validity, row))
            {
                _values[row] = double.NaN;
            }
        }
    }
}
