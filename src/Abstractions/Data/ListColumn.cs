namespace MmoePipeline.Data;

/// <summary>A list of values in each row, such as the tags of an item or the events before a row, oldest first.</summary>
/// <param name="Ends">
/// For each row the place in <paramref name="Values"/> behind its last value; a row's first value is where the list of the row before ends, and that of
/// row 0 at place 0. A list that is empty ends where it starts. Longer than the chunk where a source reuses its buffers.
/// </param>
/// <param name="Missing">For each row whether it has no list at all; empty where every row of the chunk has one. The list of such a row is empty.</param>
/// <param name="Values">The values of all rows one after another: a column of texts or numbers, whose "rows" are values.</param>
public sealed record ListColumn(ReadOnlyMemory<int> Ends, ReadOnlyMemory<bool> Missing, TableColumn Values) : TableColumn
{
    /// <summary>Where the values of a row are among <see cref="Values"/>.</summary>
    /// <param name="row">The row of the chunk, from 0.</param>
    public (int Start, int End) RangeOf(int row) => (row == 0 ? 0 : Ends.Span[row - 1], Ends.Span[row]);

    /// <summary>Whether a row has no list at all.</summary>
    /// <param name="row">The row of the chunk, from 0.</param>
    public bool IsMissing(int row) => !Missing.IsEmpty && Missing.Span[row];

    /// <summary>The list of a row for a person: <c>[a, b, c]</c>; null where there is none.</summary>
    /// <param name="row">The row of the chunk, from 0.</param>
    public override string? TextAt(int row)
    {
        if (IsMissing(row))
        {
            return null;
        }

        (int start, int end) = RangeOf(row);
        return $"[{string.Join(", ", Enumerable.Range(start, end - start).Select(place => Values.TextAt(place) ?? "NULL"))}]";
    }
}
