namespace MmoePipeline.Data;

/// <summary>
/// The values of one column in a <see cref="TableChunk"/>: a <see cref="TextColumn"/>, a <see cref="CodedTextColumn"/>, a
/// <see cref="NumberColumn"/>, or where lists were asked for a <see cref="ListColumn"/>, and the same kind in all chunks of a reading.
/// </summary>
public abstract record TableColumn
{
    private protected TableColumn()
    {
    }

    /// <summary>
    /// The value in a row as text, whatever the form of the column; null where it is missing. A number has the shortest text that reads back as the
    /// same number, and minus zero is <c>0</c>.
    /// </summary>
    /// <param name="row">The row of the chunk, from 0.</param>
    public abstract string? TextAt(int row);
}
