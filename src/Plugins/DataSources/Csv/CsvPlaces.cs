using MmoePipeline.Plugins.DataSources.Files;

namespace MmoePipeline.Plugins.DataSources.Csv;

/// <summary>
/// Tells in which line of a file a row begins. The file is read again for it, and stays open, because rows are asked for in their
/// order most often.
/// </summary>
/// <param name="format">The file.</param>
/// <param name="columns">The number of its columns.</param>
internal sealed class CsvPlaces(CsvFormat format, int columns)
{
    private readonly Lock _lock = new();
    private CsvLines? _lines;

    /// <summary>The line of a row.</summary>
    /// <param name="row">The row's number, from 0, a header among them.</param>
    /// <returns>The line, from 1; the row's own number where the file can't be read for it.</returns>
    public long LineOf(long row) => Find(lines => lines.Row < row)?.Line ?? row + 1;

    /// <summary>The line that the engine means.</summary>
    /// <param name="line">The line as the engine counts.</param>
    /// <returns>The line, from 1; that of the engine where the file can't be read for it.</returns>
    public long LineOfEngine(long line) => Find(lines => lines.EngineLine < line)?.Line ?? line;

    /// <summary>The number of rows, a header among them; 0 where the file can't be read for it.</summary>
    public long CountRows() => Find(_ => true)?.Row + 1 ?? 0;

    private CsvLines? Find(Func<CsvLines, bool> isBefore)
    {
        lock (_lock)
        {
            try
            {
                if (_lines is null || !isBefore(_lines))
                {
                    _lines?.Dispose();
                    _lines = CsvLines.Open(format, columns);
                }

                while (_lines is not null && isBefore(_lines) && _lines.MoveNext())
                {
                }

                return _lines;
            }
            catch (Exception exception) when (CompressedFile.IsDamage(exception) || exception is IOException or UnauthorizedAccessException)
            {
                // The place is for a message about something else that is wrong, which has to be told all the same.
                _lines?.Dispose();
                _lines = null;
                return null;
            }
        }
    }
}
