namespace MmoePipeline.Data;

/// <summary>Some consecutive rows of a table.</summary>
/// <param name="FirstRow">The number of the chunk's first row in the table, from 0.</param>
/// <param name="RowCount">The number of rows; at least 1.</param>
/// <param name="Columns">The columns that were asked for, in that order, each with <paramref name="RowCount"/> values.</param>
public sealed record TableChunk(long FirstRow, int RowCount, ImmutableArray<TableColumn> Columns)
{
    /// <summary>
    /// Rows of the chunk that can't be split into values, in ascending order. They count as rows; what the columns hold for
    /// them is of no use.
    /// </summary>
    public ImmutableArray<UnreadableRow> Unreadable { get; init; } = [];
}
