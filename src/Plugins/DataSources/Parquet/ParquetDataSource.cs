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
/// their text: <c>3</c>, <c>0.5</c>, <c>true</c>, <c>2026-11-24</c>. Numbers that are equal have one text, whatever their type: <c>1.0</c> and
/// <c>1.00</c> are <c>1</c>. Points in time with a time zone are in UTC. Bytes (BLOB) are texts in UTF-8. A column has one meaning over all files,
/// decided from all of them: whole numbers and fractions are numbers; types that don't go together are refused, and so are structures, maps and lists
/// of lists. Columns of lists (LIST, ARRAY) are for features that read lists; their values mean what single ones would.
/// </para>
/// <para>When to use it: wherever there is a choice: numbers need no parsing, and columns that are not asked for are not read.</para>
/// </remarks>
[Plugin("parquet")]
public sealed class ParquetDataSource(ParquetDataSourceOptions options) : IDataSource
{
    private readonly FileStamps _stamps = new();
    private ImmutableArray<ParquetFile>? _files;

    /// <inheritdoc/>
    public string Description => options.Selection.Description;

    /// <inheritdoc/>
    public string Fingerprint(CancellationToken cancellation)
    {
        ImmutableArray<string> files = options.Selection.Resolve();
        _stamps.Take(files);
        _files = null;
        return $"parquet:2:{FileFingerprint.Create(files, options.Files.HivePartitions)}";
    }

    /// <inheritdoc/>
    public ImmutableArray<string> ReadColumnNames(CancellationToken cancellation) => [.. Open()[0].Columns.Select(column => column.Name)];

    /// <inheritdoc/>
    public IEnumerable<TableChunk> Read(IReadOnlyList<ColumnRequest> columns, CancellationToken cancellation)
    {
        ImmutableArray<ParquetFile> files = Open();
        foreach (ParquetFile file in files)
        {
            _stamps.Require(file.Path);
        }

        ImmutableArray<ImmutableArray<(string Sql, QueryColumn Kind)>> chosen =
            [.. columns.Select(request => ParquetUnion.Decide([.. files.Select(file => (file.Description, file.Column(request.Name)))], request.Form))];
        return Chunks(files, chosen, cancellation);
    }

    /// <inheritdoc/>
    public long? CountRows(CancellationToken cancellation) => Open().Sum(file => file.Rows);

    /// <inheritdoc/>
    public string DescribeRow(long row)
    {
        long before = 0;
        foreach (ParquetFile file in _files ?? Open())
        {
            if (row < before + file.Rows)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{file.Description}, row {row - before + 1}");
            }

            before += file.Rows;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Description}, row {row + 1}");
    }

    private IEnumerable<TableChunk> Chunks(
        ImmutableArray<ParquetFile> files, ImmutableArray<ImmutableArray<(string Sql, QueryColumn Kind)>> columns, CancellationToken cancellation)
    {
        using DuckDBConnection engine = DuckDbEngine.Open(files.Select(file => file.Path));
        long first = 0;
        for (int index = 0; index < files.Length; index++)
        {
            ParquetFile file = files[index];
            long rows = 0;
            foreach (TableChunk chunk in file.Read(engine, [.. columns.Select(column => column[index])], cancellation))
            {
                rows = chunk.FirstRow + chunk.RowCount;
                yield return first == 0 ? chunk : chunk with { FirstRow = chunk.FirstRow + first };
            }

            _stamps.Require(file.Path);
            if (rows != file.Rows)
            {
                throw new BadInputException(ParquetCodes.WrongRowCount, file.Description, $"expected {file.Rows} rows by its metadata, found {rows}; the file is damaged.");
            }

            first += rows;
        }
    }

    /// <summary>The files with their schemas, which are read once for as long as the files don't change.</summary>
    private ImmutableArray<ParquetFile> Open()
    {
        ImmutableArray<string> paths = options.Selection.Resolve();
        bool isUnchanged = paths.Aggregate(true, (all, path) => _stamps.IsUnchanged(path) && all);
        if (isUnchanged && _files is { } known && known.Select(file => file.Path).SequenceEqual(paths))
        {
            return known;
        }

        using DuckDBConnection engine = DuckDbEngine.Open(paths);
        ImmutableArray<ParquetFile> files = [.. paths.Select(path => ParquetFile.Open(engine, path, options.Files.HivePartitions))];
        _files = files;
        return files;
    }
}
