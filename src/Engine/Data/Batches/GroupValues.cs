namespace MmoePipeline.Engine.Data.Batches;

/// <summary>
/// The numbers of the groups that rows of a part of the data belong to. In memory mapped from a file: valid until the table is
/// disposed.
/// </summary>
/// <param name="start">The first value.</param>
/// <param name="rows">The number of values.</param>
internal sealed unsafe class GroupValues(nint start, int rows)
{
    /// <summary>The groups, row by row.</summary>
    public ReadOnlySpan<int> Values => new((void*)start, rows);
}
