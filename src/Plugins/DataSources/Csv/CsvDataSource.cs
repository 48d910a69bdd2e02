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
public sealed class CsvDataSource(CsvDataSourceOptions options) : IDataSource
{
    private readonly CsvQuery _query = new(options);

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
        try
        {
            return options.Columns.IsEmpty ? Header() : options.Columns;
        }
        catch (DuckDBException exception)
        {
            throw CsvFault.Translate(exception.Message, Description);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<TableChunk> Read(IReadOnlyList<ColumnRequest> columns, CancellationToken cancellation) => new TableQuery(
        _query.Rows(ReadColumnNames(cancellation), columns.Select(column => column.Name)),
        [.. columns.Select(column => Kind(column.Form))],
        message => CsvFault.Translate(message, Description)).Read(cancellation);

    /// <inheritdoc/>
    public string DescribeRow(long row) => $"{Description}:{row + (options.Columns.IsEmpty ? 2 : 1)}";

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
        if (DuckDbEngine.Query(_query.FirstLine, reader => reader.IsDBNull(0) ? null : reader.GetString(0)) is not [{ } header])
        {
            throw new BadInputException($"{Description}: is empty, a line with the columns' names is due.");
        }

        string headerFile = Path.GetTempFileName();
        try
        {
            File.WriteAllText(headerFile, header + "\n");
            return DuckDbEngine.Query($"DESCRIBE {_query.ColumnNames(headerFile)}", reader => reader.GetString(0));
        }
        finally
        {
            File.Delete(headerFile);
        }
    }
}
