using System.Globalization;
using DuckDB.NET.Native;
using MmoePipeline.Data;

namespace MmoePipeline.Plugins.DataSources.DuckDb;

/// <summary>Reads numbers that are written as texts.</summary>
internal sealed class WrittenNumberVectorReader : ValueVectorReader
{
    private readonly Dictionary<int, string> _unreadable = [];
    private double[] _values = new double[ChunkRows];
    private NumberColumn _column;

    /// <summary>Makes the buffer.</summary>
    public WrittenNumberVectorReader() => _column = new NumberColumn(_values, _unreadable);

    /// <inheritdoc/>
    public override TableColumn Column => _column;

    /// <inheritdoc/>
    protected override bool CanRead(DuckDBType type) => IsText(type);

    /// <inheritdoc/>
    public override void Begin(int count)
    {
        _unreadable.Clear();
        if (count > _values.Length)
        {
            _values = new double[Grown(count)];
            _column = new NumberColumn(_values, _unreadable);
        }
    }

    /// <inheritdoc/>
    public override unsafe void ReadValues(nint vector, int from, int to, int count)
    {
        var texts = (VectorText*)NativeMethods.Vectors.DuckDBVectorGetData(vector) + from;
        ulong* validity = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
        for (int index = 0; index < count; index++)
        {
            _values[to + index] = IsValid(validity, from + index) ? Parse(VectorText.Bytes(texts + index), to + index) : double.NaN;
        }
    }

    private double Parse(ReadOnlySpan<byte> text, int place)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value))
        {
            return value;
        }

        _unreadable.Add(place, Decode(text, place));
        return double.NaN;
    }
}
