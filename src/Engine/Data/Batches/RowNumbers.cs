namespace MmoePipeline.Engine.Data.Batches;

/// <summary>
/// The numbers in the table, from 0, of the rows of a part of the data. In memory mapped from a file: valid until the table is disposed.
/// </summary>
/// <param name="start">The first value.</param>
/// <param name="rows">The number of values.</param>
internal sealed unsafe class RowNumbers(nint start, int rows)
{
    /// <summary>The numbers, row by row, in ascending order.</summary>
    public ReadOnlySpan<long> Values => new((void*)start, rows);
}
