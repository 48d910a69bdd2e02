namespace MmoePipeline.Events;

/// <summary>The number of rows that were rejected because of a column.</summary>
/// <param name="Column">The column; empty for rows that can't be split into values.</param>
/// <param name="Rows">The number of rows; one with several bad values counts for each of their columns.</param>
public sealed record RejectedRowCount(string Column, long Rows);
