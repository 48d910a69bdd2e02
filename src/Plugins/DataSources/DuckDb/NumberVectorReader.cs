using DuckDB.NET.Native;
using MmoePipeline.Data;

namespace MmoePipeline.Plugins.DataSources.DuckDb;

/// <summary>Reads numbers.</summary>
internal sealed class NumberVectorReader : ValueVectorReader
{
    private double[] _values = new double[ChunkRows];
    private NumberColumn _column;

    /// <summary>Makes the buffer.</summary>
    public NumberVectorReader() => _column = new NumberColumn(_values);

    /// <inheritdoc/>
    public override TableColumn Column => _column;

    /// <inheritdoc/>
    protected override bool CanRead(DuckDBType type) => type == DuckDBType.Double;

    /// <inheritdoc/>
    public override void Begin(int count)
    {
        if (count > _values.Length)
        {
            _values = new double[Grown(count)];
            _column = new NumberColumn(_values);
        }
    }

    /// <inheritdoc/>
    public override unsafe void ReadValues(nint vector, int from, int to, int count)
    {
        var source = (double*)NativeMethods.Vectors.DuckDBVectorGetData(vector);
        Span<double> values = _values.AsSpan(to, count);
        new ReadOnlySpan<double>(source + from, count).CopyTo(values);
        ulong* validity = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
        for (int index = 0; validity is not null && index < count; index++)
        {
            if (!IsValid(validity, from + index))
            {
                values[index] = double.NaN;
            }
        }
    }
}
