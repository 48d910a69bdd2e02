using System.Globalization;
using DuckDB.NET.Native;
using MmoePipeline.Data;

namespace MmoePipeline.Plugins.DataSources.DuckDb;

/// <summary>Reads numbers that are written as texts.</summary>
internal sealed class WrittenNumberVectorReader : VectorReader
{
    private readonly double[] _values = new double[ChunkRows];
    private readonly Dictionary<int, string> _unreadable = [];

    /// <summary>Makes the buffer.</summary>
    public WrittenNumberVectorReader() => Column = new NumberColumn(_values, _unreadable);

    /// <inheritdoc/>
    public override TableColumn Column { get; }

    /// <inheritdoc/>
    protected override bool CanRead(DuckDBType type) => IsText(type);

    /// <inheritdoc/>
    protected override unsafe void ReadValues(nint vector, int rows)
    {
        _unreadable.Clear();
        var texts = (VectorText*)NativeMethods.Vectors.DuckDBVectorGetData(vector);
        ulong* validity = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
        for (int row = 0; row < rows; row++)
        {
            _values[row] = IsValid(validity, row) ? Parse(VectorText.Bytes(texts + row), row) : double.NaN;
        }
    }

    private double Parse(ReadOnlySpan<byte> text, int row)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value))
        {
            return value;
        }

        _unreadable.Add(row, Decode(text, row));
        return double.NaN;
    }
}
