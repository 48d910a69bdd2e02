using System.Globalization;
using DuckDB.NET.Data;
using MmoePipeline.Data;
using MmoePipeline.Plugins.DataSources.DuckDb;
using MmoePipeline.Plugins.DataSources.Files;

namespace MmoePipeline.Plugins.DataSources.Csv;

/// <summary>One file of a table.</summary>
internal sealed class CsvFile
{
    private readonly CsvFormat _format;
    private readonly CsvPlaces _places;
    private readonly CsvQuery _query;
    private readonly ImmutableArray<(string Name, string? Value)> _folders;

    private CsvFile(CsvFormat format, ImmutableArray<string> own, ImmutableArray<(string Name, string? Value)> folders)
    {
        (_format, Own, _folders) = (format, own, folders);
        _places = new CsvPlaces(format, own.Length);
        _query = new CsvQuery(format, own.Length);
    }

    /// <summary>The file as a person knows it.</summary>
    public string Description => SourceFile.Describe(Path);

    /// <summary>The file's path.</summary>
    public string Path => _format.Path;

    /// <summary>The names of all columns, those that are folders' names last.</summary>
    public ImmutableArray<string> Columns => [.. Own, .. _folders.Select(folder => folder.Name)];

    private ImmutableArray<string> Own { get; }

    /// <summary>Opens a file: looks at its first row.</summary>
    /// <param name="format">The file.</param>
    /// <param name="hasFolders">Whether folders' names are columns.</param>
    /// <exception cref="BadInputException">It can't be read, or has no proper header.</exception>
    public static CsvFile Open(CsvFormat format, bool hasFolders)
    {
        string description = SourceFile.Describe(format.Path);
        CsvEncoding.Require(format.Path, description);
        try
        {
            ImmutableArray<string> own = CsvHeader.Read(format, description);
            ImmutableArray<(string Name, string? Value)> folders = hasFolders ? FolderColumns.FromPath(format.Path) : [];
            FolderColumns.RequireDistinct(format.Path, folders.Select(folder => folder.Name), own);
            return new CsvFile(format, own, folders);
        }
        catch (Exception exception) when (CompressedFile.IsDamage(exception))
        {
            throw CompressedFile.Damaged(format.Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(FileCodes.Unreadable, description, $"can't be read: {exception.Message}");
        }
    }

    /// <summary>Requires columns.</summary>
    /// <param name="columns">Those that are read.</param>
    /// <exception cref="BadInputException">One is not there.</exception>
    public void Require(IEnumerable<ColumnRequest> columns)
    {
        foreach (ColumnRequest column in columns.Where(column => !Columns.Contains(column.Name)))
        {
            throw new BadInputException(
                FileCodes.MissingColumn,
                $"{Description}:1",
                $"there is no column {CellText.Quote(column.Name)}, which the table's other files have; its columns are {CellText.Cut(string.Join(", ", Columns), 200)}. "
                + "Expected the same columns in every file of a table, with a header in each or in none.");
        }
    }

    /// <summary>Streams the file's rows, numbered from 0.</summary>
    /// <param name="engine">The engine, which may read the file.</param>
    /// <param name="columns">What to read.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public IEnumerable<TableChunk> Read(DuckDBConnection engine, IReadOnlyList<ColumnRequest> columns, CancellationToken cancellation) =>
        Query(engine, columns, isTolerant: false, Fault).Read(cancellation);

    /// <summary>The same, where rows that can't be split are in their chunks as such.</summary>
    /// <param name="engine">The engine, which may read the file.</param>
    /// <param name="columns">What to read.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public IEnumerable<TableChunk> ReadTolerantly(DuckDBConnection engine, IReadOnlyList<ColumnRequest> columns, CancellationToken cancellation)
    {
        // Most files have no such row, and are read once.
        long rows = 0;
        using (IEnumerator<TableChunk> chunks =
            Query(engine, columns, isTolerant: false, message => EngineMessage.Shortage(message, Description) ?? (Exception)new EngineException(message)).Read(cancellation).GetEnumerator())
        {
            bool? isMore;
            while ((isMore = TryMoveNext(chunks)) == true)
            {
                rows = chunks.Current.FirstRow + chunks.Current.RowCount;
                yield return chunks.Current;
            }

            if (isMore == false)
            {
                yield break;
            }
        }

        // The engine notes the rows that it leaves out, so both readings have one of their own.
        RejectedRows rejected = Rejected(columns, cancellation);
        using DuckDBConnection own = DuckDbEngine.Open(Path);
        foreach (TableChunk chunk in TolerantReading.Merge(
            Query(own, columns, isTolerant: true, Fault).Read(cancellation), columns, rejected, rows, Description))
        {
            yield return chunk;
        }
    }

    /// <summary>The SQL that gives columns, which are texts, by their names.</summary>
    /// <param name="columns">The columns.</param>
    public string Select(IEnumerable<string> columns) => _query.Rows(columns.Select(column => $"{Expression(column)} AS {Sql.Name(column)}"), isTolerant: false);

    /// <summary>Whether a message of the engine is on a line of this file.</summary>
    public bool IsNamedIn(string message) => message.Contains("CSV Error", StringComparison.Ordinal) && message.Contains(Path, StringComparison.Ordinal);

    /// <summary>Makes what is thrown out of what the engine says.</summary>
    public Exception Fault(string message) => CsvFault.Translate(message, Description, _places.LineOfEngine);

    /// <summary>The number of rows, counted by reading the file.</summary>
    public long CountRows() => _places.CountRows() - _format.HeaderRows;

    /// <summary>How a person finds a row of the file.</summary>
    /// <param name="row">The row's number in the file, from 0, without the header.</param>
    public string DescribeRow(long row) =>
        string.Create(CultureInfo.InvariantCulture, $"{Description}:{_places.LineOf(row + _format.HeaderRows)}");

    private static bool? TryMoveNext(IEnumerator<TableChunk> chunks)
    {
        try
        {
            return chunks.MoveNext();
        }
        catch (EngineException)
        {
            return null;
        }
    }

    private TableQuery Query(
        DuckDBConnection engine, IReadOnlyList<ColumnRequest> columns, bool isTolerant, Func<string, Exception> translate) => new(
        engine, _query.Rows(columns.Select(column => Expression(column.Name)), isTolerant), [.. columns.Select(column => Kind(column.Form))], translate);

    private string Expression(string column) => Own.IndexOf(column) is >= 0 and int index ? CsvQuery.Column(index) : Sql.Constant(_folders.First(folder => folder.Name == column).Value);

    private RejectedRows Rejected(IReadOnlyList<ColumnRequest> columns, CancellationToken cancellation)
    {
        try
        {
            return RejectedRows.Find(_format, _query, Own.Length, columns.Select(column => Own.IndexOf(column.Name)).Where(index => index >= 0), Description, cancellation);
        }
        catch (DuckDBException exception)
        {
            cancellation.ThrowIfCancellationRequested();
            throw Fault(exception.Message);
        }
        catch (Exception exception) when (CompressedFile.IsDamage(exception))
        {
            throw CompressedFile.Damaged(Path);
        }
    }

    private static QueryColumn Kind(ColumnForm form) => form switch
    {
        ColumnForm.Number => QueryColumn.WrittenNumber,
        ColumnForm.Identifier => QueryColumn.Identifier,
        _ => QueryColumn.Text,
    };
}
