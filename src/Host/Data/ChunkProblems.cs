namespace MmoePipeline.Host.Data;

/// <summary>What is wrong with the rows of a chunk, found column by column and told row by row.</summary>
/// <param name="limit">Problems that are told; more would be more of the same.</param>
internal sealed class ChunkProblems(int limit)
{
    private readonly List<(int Row, string Text)> _found = [];
    private int _ofColumn;

    /// <summary>Begins with the next column.</summary>
    public void NextColumn() => _ofColumn = 0;

    /// <summary>Adds a problem. A column's problems come in the order of the rows.</summary>
    /// <param name="row">The row of the chunk.</param>
    /// <param name="text">The column and what is wrong.</param>
    public void Add(int row, string text)
    {
        if (_ofColumn < limit)
        {
            _ofColumn++;
            _found.Add((row, text));
        }
    }

    /// <summary>The first problems, by row, and of a row in the order of the columns.</summary>
    public IEnumerable<(int Row, string Text)> Take() => _found.OrderBy(problem => problem.Row).Take(limit);
}
