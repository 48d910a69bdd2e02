namespace MmoePipeline.Data;

/// <summary>
/// The values of one column in a <see cref="TableChunk"/>: a <see cref="TextColumn"/>, a <see cref="CodedTextColumn"/> or a
/// <see cref="NumberColumn"/>, and the same kind in all chunks of a reading.
/// </summary>
public abstract record TableColumn
{
    private protected TableColumn()
    {
    }
}
