using System.Globalization;
using DuckDB.NET.Data;
using MmoePipeline.Composition;
using MmoePipeline.Data;
using MmoePipeline.Plugins.DataSources.DuckDb;
using MmoePipeline.Plugins.DataSources.Files;

namespace MmoePipeline.Plugins.DataSources.Parquet;

/// <summary>A Parquet file, or several that are one table.</summary>
/// <remarks>
/// <para>
/// Read by DuckDB. Columns of numbers and booleans can be numeric features; as categories and labels, values are known by
/// their text: <c>3</c>, <c>0.5</c>, <c>true</c>, <c>2026-11-24</c>.
/// </para>
/// <para>When to use it: wherever there is a choice: numbers need no parsing, and columns that are not asked for are not read.</para>
/// </remarks>
[Plugin("parquet")]
public sealed class ParquetDataSource(ParquetDataSourceOptions options) : IDataSource
{
    private ImmutableArray<(string File, long Rows)>? _rowsOfFiles;

    private bool IsPattern => options.Path.AsSpan().IndexOfAny('*', '?', '[') >= 0 && !File.Exists(options.Path);

    /// <inheritdoc/>
    public string Description => SourceFile.Describe(options.Path);

    /// <inheritdoc/>
    public string Fingerprint(CancellationToken cancellation) =>
        $"parquet:{string.Join('\u001f', Files().Select(SourceFile.Fingerprint))}";

    /// <inheritdoc/>
    public ImmutableArray<string> ReadColumnNames(CancellationToken cancellation) =>
        [.. Columns().Select(column => column.Name)];

    /// <inheritdoc/>
    public IEnumerable<TableChunk> Read(IReadOnlyList<ColumnRequest> columns, CancellationToken cancellation)
    {
        Dictionary<string, ParquetColumn> there = Columns().ToDictionary(column => column.Name);
        (string Sql, QueryColumn Kind)[] chosen =
            [.. columns.Select(column => there[column.Name].Expression(column.Form))];
        return new TableQuery(
            $"SELECT {string.Join(", ", chosen.Select(column => column.Sql))} FROM read_parquet({FileList})",
            [.. chosen.Select(column => column.Kind)],
            Fault).Read(cancellation);
    }

    /// <inheritdoc/>
    public string DescribeRow(long row)
    {
        long before = 0;
        foreach ((string file, long rows) in _rowsOfFiles ??= RowsOfFiles())
        {
            if (row < before + rows)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{SourceFile.Describe(file)}, row {row - before + 1}");
            }

            before += rows;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Description}, row {row + 1}");
    }

    /// <summary>The files in the order in which they are read, as a list in SQL.</summary>
    private string FileList => $"[{string.Join(", ", Files().Select(Sql.FilePath))}]";

    private ImmutableArray<(string File, long Rows)> RowsOfFiles() => Query(
        $"SELECT file_name, num_rows FROM parquet_file_metadata({FileList})", reader => (reader.GetString(0), reader.GetInt64(1)));

    private ImmutableArray<ParquetColumn> Columns()
    {
        return Query($"DESCRIBE SELECT * FROM read_parquet({FileList})", reader => new ParquetColumn(reader.GetString(0), reader.GetString(1)));
    }

    private ImmutableArray<string> Files()
    {
        if (!IsPattern)
        {
            SourceFile.Require(options.Path);
            return [options.Path];
        }

        ImmutableArray<string> files = Query(
            $"SELECT file FROM glob({Sql.Text(options.Path)}) ORDER BY file", reader => reader.GetString(0));
        return files.IsEmpty ? throw new BadInputException($"{Description}: no file fits this pattern.") : files;
    }

    private ImmutableArray<T> Query<T>(string sql, Func<DuckDBDataReader, T> read)
    {
        try
        {
            return DuckDbEngine.Query(sql, read);
        }
        catch (DuckDBException exception)
        {
            throw Fault(exception.Message);
        }
    }

    private Exception Fault(string message) => EngineMessage.Shortage(message, Description)
        ?? (Exception)new BadInputException($"{Description}: can't be read: {EngineMessage.Summary(message)}");
}
