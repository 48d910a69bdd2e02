using System.Globalization;
using System.Text.Unicode;
using DuckDB.NET.Data;
using MmoePipeline.Composition;
using MmoePipeline.Data;
using MmoePipeline.Plugins.DataSources.DuckDb;
using MmoePipeline.Plugins.DataSources.Files;

namespace MmoePipeline.Plugins.DataSources.Csv;

/// <summary>A file of separated values, compressed or not, one row a line.</summary>
/// <remarks>
/// <para>Read by DuckDB. Values are quoted by " where they hold a delimiter; an empty value is a missing one.</para>
/// <para>When to use it: tables that come as text. Parquet is read twice as fast.</para>
/// </remarks>
[Plugin("csv")]
public sealed class CsvDataSource(CsvDataSourceOptions options) : ITolerantDataSource
{
    private readonly CsvQuery _query = new(options);
    private readonly CsvPlaces _places = new(options);
    private int? _columnCount;

    /// <inheritdoc/>
    public string Description => SourceFile.Describe(options.Path);

    /// <inheritdoc/>
    public string Fingerprint(CancellationToken cancellation)
    {
        SourceFile.Require(options.Path);
        return $"csv:{SourceFile.Fingerprint(options.Path)}:{options.Delimiter}:{string.Join('\u001f', options.Columns)}";
    }

    /// <inheritdoc/>
    public ImmutableArray<string> ReadColumnNames(CancellationToken cancellation)
    {
        SourceFile.Require(options.Path);
        CsvEncoding.Require(options.Path, Description);
        try
        {
            ImmutableArray<string> columns = options.Columns.IsEmpty ? Header() : options.Columns;
            _columnCount = columns.Length;
            return columns;
        }
        catch (DuckDBException exception)
        {
            throw CsvFault.Translate(exception.Message, Description, line => line);
        }
        catch (InvalidDataException exception)
        {
            throw new BadInputException($"{Description}: can't be read: {exception.Message}");
        }
    }

    /// <inheritdoc/>
    public IEnumerable<TableChunk> Read(IReadOnlyList<ColumnRequest> columns, CancellationToken cancellation) =>
        Query(columns, ReadColumnNames(cancellation), isTolerant: false, Fault).Read(cancellation);

    /// <inheritdoc/>
    public IEnumerable<TableChunk> ReadTolerantly(IReadOnlyList<ColumnRequest> columns, CancellationToken cancellation)
    {
        // Most files have no such row, and are read once.
        ImmutableArray<string> all = ReadColumnNames(cancellation);
        long rows = 0;
        using (IEnumerator<TableChunk> chunks =
            Query(columns, all, isTolerant: false, message => EngineMessage.Shortage(message, Description) ?? (Exception)new EngineException(message)).Read(cancellation).GetEnumerator())
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

        RejectedRows rejected = Rejected(all, columns, cancellation);
        foreach (TableChunk chunk in TolerantReading.Merge(
            Query(columns, all, isTolerant: true, Fault).Read(cancellation), columns, rejected, rows, Description))
        {
            yield return chunk;
        }
    }

    /// <inheritdoc/>
    public string DescribeRow(long row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Description}:{_places.LineOf(row + (options.Columns.IsEmpty ? 1 : 0), _columnCount ?? ReadColumnNames(CancellationToken.None).Length)}");

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

    private Exception Fault(string message) => CsvFault.Translate(
        message, Description, line => _places.LineOfEngine(line, _columnCount ?? ReadColumnNames(CancellationToken.None).Length));

    private TableQuery Query(
        IReadOnlyList<ColumnRequest> columns, ImmutableArray<string> all, bool isTolerant, Func<string, Exception> translate) => new(
            _query.Rows(all, columns.Select(column => column.Name), isTolerant),
            [.. columns.Select(column => Kind(column.Form))],
            translate);

    private RejectedRows Rejected(
        ImmutableArray<string> all, IReadOnlyList<ColumnRequest> columns, CancellationToken cancellation)
    {
        try
        {
            return RejectedRows.Find(options, _query, all, columns.Select(column => column.Name).Distinct(), Description, cancellation);
        }
        catch (DuckDBException exception)
        {
            cancellation.ThrowIfCancellationRequested();
            throw Fault(exception.Message);
        }
        catch (InvalidDataException exception)
        {
            throw new BadInputException($"{Description}: can't be read: {exception.Message}");
        }
    }

    private static QueryColumn Kind(ColumnForm form) => form switch
    {
        ColumnForm.Number => QueryColumn.WrittenNumber,
        ColumnForm.Identifier => QueryColumn.Identifier,
        _ => QueryColumn.Text,
    };

    /// <summary>
    /// The names in the first line. The engine would guess over many lines and fail on a bad one among them, so it gets the
    /// first alone.
    /// </summary>
    private ImmutableArray<string> Header()
    {
        byte[] header = CsvFirstLine.Read(options, _query);
        if (header.Length == 0)
        {
            throw new BadInputException($"{Description}: is empty, a line with the columns' names is due.");
        }

        if (!Utf8.IsValid(header))
        {
            throw new BadInputException($"{Description}:1: {CsvFault.WrongEncoding}.");
        }

        string headerFile = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(headerFile, [.. header, (byte)'\n']);
            return DuckDbEngine.Query($"DESCRIBE {_query.ColumnNames(headerFile)}", reader => reader.GetString(0));
        }
        finally
        {
            File.Delete(headerFile);
        }
    }
}
