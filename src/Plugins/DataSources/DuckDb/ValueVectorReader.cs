namespace MmoePipeline.Plugins.DataSources.DuckDb;

/// <summary>Reads single values: those of a column, or those of its lists.</summary>
internal abstract class ValueVectorReader : VectorReader
{
    /// <summary>Texts of a <see cref="Data.CodedTextColumn"/> at most, after which a chunk begins a new list: a column of identities would fill the memory.</summary>
    protected const int LongestDictionary = 1 << 18;

    /// <summary>Begins a chunk: makes room for its values.</summary>
    /// <param name="count">How many there will be.</param>
    public abstract void Begin(int count);

    /// <summary>Reads consecutive values of a vector whose type was checked.</summary>
    /// <param name="vector">The engine's handle of it.</param>
    /// <param name="from">The first value of the vector.</param>
    /// <param name="to">Its place in the buffer.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="InvalidTextException">A text is not UTF-8.</exception>
    public abstract void ReadValues(nint vector, int from, int to, int count);

    /// <inheritdoc/>
    protected sealed override void ReadRows(nint vector, int rows)
    {
        Begin(rows);
        ReadValues(vector, 0, 0, rows);
    }

    /// <summary>The length of a buffer that has to hold some values, with room for more.</summary>
    protected static int Grown(int count) => (int)Math.Min(Array.MaxLength, Math.Max(count, count * 3L / 2));
}
