namespace MmoePipeline.Inference.Tables;

/// <summary>What is wrong with the rows of a chunk, found column by column and told row by row.</summary>
/// <param name="limit">Rows that are told; more would be more of the same.</param>
internal sealed class ChunkProblems(int limit)
{
    private readonly List<(int Row, RowProblem Problem)> _found = [];
    private int _ofColumn;

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsEmpty => _found.Count == 0;

    /// <summary>Begins with the next column.</summary>
    public void NextColumn() => _ofColumn = 0;

    /// <summary>Adds a problem. A column's problems come in the order of the rows.</summary>
    /// <param name="row">The row of the chunk.</param>
    /// <param name="column">The column; empty for a row that can't be split into values.</param>
    /// <param name="code">The kind of problem.</param>
    /// <param name="reason">What is wrong and what would be right.</param>
    public void Add(int row, string column, string code, string reason)
    {
        if (_ofColumn < limit)
        {
            _ofColumn++;
            _found.Add((row, new RowProblem(column, code, reason)));
        }
    }

    /// <summary>The first problems, by row, and of a row in the order of the columns.</summary>
    public IEnumerable<(int Row, RowProblem Problem)> Take() => _found
        .OrderBy(problem => problem.Row)
        .Take(limit);

    /// <summary>The first rows with problems, in order, and of each its problems in the order of the columns.</summary>
    public IEnumerable<(int Row, RowProblem[] Problems)> ByRow() => _found
        .GroupBy(problem => problem.Row)
        .OrderBy(row => row.Key)
        .Take(limit)
        .Select(row => (row.Key, row.Select(problem => problem.Problem).ToArray()));
}
