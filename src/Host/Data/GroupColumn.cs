using MmoePipeline.Data;

namespace MmoePipeline.Host.Data;

/// <summary>A column of rows' groups while the table is read: groups are numbered as they come.</summary>
/// <param name="name">The column's name.</param>
internal sealed class GroupColumn(string name)
{
    private readonly CategoryColumn _groups = new();

    /// <summary>Adds the values of some rows.</summary>
    /// <param name="column">A chunk's column.</param>
    /// <param name="rows">The rows of the chunk.</param>
    /// <param name="parts">What each of them is for.</param>
    /// <param name="numbers">Gets each row's group.</param>
    /// <param name="problems">Gets the rows that have none.</param>
    public void Add(
        TableColumn column, ReadOnlySpan<int> rows, ReadOnlySpan<SplitPart> parts, Span<int> numbers, ChunkProblems problems)
    {
        _groups.Add(column, rows, parts, numbers);
        for (int index = 0; index < rows.Length && _groups.Missing >= 0; index++)
        {
            if (numbers[index] == _groups.Missing)
            {
                problems.Add(rows[index], $"{name}: the group is missing; every row needs one.");
            }
        }
    }
}
