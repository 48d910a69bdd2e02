namespace MmoePipeline.Plugins.DataSources.Files;

/// <summary>How many rows each file of a table has: finds the file of a row.</summary>
internal sealed class FileRows
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, long> _rows = [];

    /// <summary>Notes the rows of a file that was read to its end.</summary>
    public void Note(int file, long rows)
    {
        lock (_lock)
        {
            _rows[file] = rows;
        }
    }

    /// <summary>The file of a row, and the row's number in it, from 0.</summary>
    /// <param name="row">The row's number in the table.</param>
    /// <param name="count">Counts the rows of each file, for those that are not known yet; the last one is never counted.</param>
    public (int File, long Row) Find(long row, IReadOnlyList<Func<long>> count)
    {
        lock (_lock)
        {
            for (int file = 0; file < count.Count - 1; file++)
            {
                if (!_rows.TryGetValue(file, out long rows))
                {
                    // While a file is read its rows are not known yet, and a row that is asked for is one of those read so far.
                    rows = _rows[file] = count[file]();
                }

                if (row < rows)
                {
                    return (file, row);
                }

                row -= rows;
            }

            return (count.Count - 1, row);
        }
    }
}
