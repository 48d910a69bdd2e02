namespace MmoePipeline.Data;

/// <summary>Values as text.</summary>
/// <param name="Values">
/// One for each row, null where missing; longer than the chunk where a source reuses its buffers. Equal texts may share
/// one string, so that nothing is allocated for a value seen before.
/// </param>
public sealed record TextColumn(ReadOnlyMemory<string?> Values) : TableColumn;
