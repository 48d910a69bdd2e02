namespace MmoePipeline.Data;

/// <summary>The values of one column in a <see cref="TableChunk"/>: a <see cref="TextColumn"/> or a <see cref="NumberColumn"/>.</summary>
public abstract record TableColumn
{
    private protected TableColumn()
    {
    }
}
