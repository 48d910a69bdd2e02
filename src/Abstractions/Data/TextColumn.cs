namespace MmoePipeline.Data;

/// <summary>Values as text.</summary>
/// <param name="Values">
/// One for each row, null where missing; longer than the chunk where a source reuses its buffers. A source of many rows
/// gives a <see cref="CodedTextColumn"/> instead.
/// </param>
public sealed record TextColumn(ReadOnlyMemory<string?> Values) : TableColumn
{
    /// <inheritdoc/>
    public override string? TextAt(int row) => Values.Span[row];
}
