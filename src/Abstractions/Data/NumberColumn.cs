namespace MmoePipeline.Data;

/// <summary>Values that the source itself holds as numbers.</summary>
/// <param name="Values">
/// One for each row, NaN where missing; longer than the chunk where a source reuses its buffers.
/// </param>
public sealed record NumberColumn(ReadOnlyMemory<double> Values) : TableColumn;
