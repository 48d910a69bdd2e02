namespace MmoePipeline.Plugins.DataSources.Csv;

/// <summary>
/// Tells in which line of a file a row begins. The file is read again for it, and stays open, because rows are asked for in their
/// order most often.
/// </summary>
/// <param name="options">The file.</param>
internal sealed class CsvPlaces(CsvDataSourceOptions options)
{
    private readonly Lock _lock = new();
    private CsvLines? _lines;

    /// <summary>The line of a row.</summary>
    /// <param name="row">The row's number, from 0, a header among them.</param>
    /// <param name="columns">The number of the file's columns.</param>
    /// <returns>The line, from 1; the row's own number where the file can't be read for it.</returns>
    public long LineOf(long row, int columns) => Find(columns, lines => lines.Row < row)?.Line ?? row + 1;

    /// <summary>The line that the engine means.</summary>
    /// <param name="line">The line as the engine counts.</param>
    /// <param name="columns">The number of the file's columns.</param>
    /// <returns>The line, from 1; that of the engine where the file can't be read for it.</returns>
    public long LineOfEngine(long line, int columns) => Find(columns, lines => lines.EngineLine < line)?.Line ?? line;

    private CsvLines? Find(int columns, Func<CsvLines, bool> isBefore)
    {
        lock (_lock)
        {
            try
            {
                if (_lines is null || !isBefore(_lines))
                {
                    _lines?.Dispose();
                    _lines = CsvLines.Open(options, columns);
                }

                while (_lines is not null && isBefore(_lines) && _lines.MoveNext())
                {
                }

                return _lines;
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                // The place is for a message about something else that is wrong, which has to be told all the same.
                _lines?.Dispose();
                _lines = null;
                return null;
            }
        }
    }
}
