namespace MmoePipeline.Events;

/// <summary>How many rows were left out because of a column.</summary>
/// <param name="Column">The column; empty for rows that can't be split into values.</param>
/// <param name="Rows">The number of rows; one with several bad values counts for each of their columns.</param>
public sealed record BadRowCount(string Column, long Rows);
