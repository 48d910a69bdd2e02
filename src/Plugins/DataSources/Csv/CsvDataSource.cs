using System.Globalization;
using DuckDB.NET.Data;
using MmoePipeline.Composition;
using MmoePipeline.Data;
using MmoePipeline.Plugins.DataSources.DuckDb;
using MmoePipeline.Plugins.DataSources.Files;

namespace MmoePipeline.Plugins.DataSources.Csv;

/// <summary>A file of separated values, compressed or not, one row a line; or several that are one table.</summary>
/// <remarks>
/// <para>
/// Read by DuckDB. Values are quoted by " where they hold a delimiter; one space before an opening quote and all spaces after a closing one are
/// left out; parts in quotes with spaces between them are one value. An empty value is a missing one. Several files are read one after the other,
/// each with a header or none; columns are found by their names. A compressed file is checked to its end before its first row is used.
/// </para>
/// <para>When to use it: tables that come as text. Parquet is read twice as fast.</para>
/// </remarks>
[Plugin("csv")]
public sealed class CsvDataSource(CsvDataSourceOptions options) : ITolerantDataSource
{
    private readonly FileStamps _stamps = new();
    private readonly FileRows _rows = new();
    private ImmutableArray<CsvFile>? _files;

    /// <inheritdoc/>
    public string Description => options.Selection.Description;

    /// <inheritdoc/>
    public string Fingerprint(CancellationToken cancellation)
    {
        ImmutableArray<string> files = options.Selection.Resolve();
        _stamps.Take(files);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"csv:2:{FileFingerprint.Create(files, options.Files.HivePartitions)}:{options.Delimiter}:{string.Join('\u001f', options.Columns)}");
    }

    /// <inheritdoc/>
    public ImmutableArray<string> ReadColumnNames(CancellationToken cancellation) => Open()[0].Columns;

    /// <inheritdoc/>
    public IEnumerable<TableChunk> Read(IReadOnlyList<ColumnRequest> columns, CancellationToken cancellation) =>
        Read(columns, (file, engine) => file.Read(engine, columns, cancellation), cancellation);

    /// <inheritdoc/>
    public IEnumerable<TableChunk> ReadTolerantly(IReadOnlyList<ColumnRequest> columns, CancellationToken cancellation) =>
        Read(columns, (file, engine) => file.ReadTolerantly(engine, columns, cancellation), cancellation);

    /// <inheritdoc/>
    public string DescribeRow(long row)
    {
        ImmutableArray<CsvFile> files = _files ?? Open();
        (int file, long rowInFile) = _rows.Find(row, [.. files.Select<CsvFile, Func<long>>(file => file.CountRows)]);
        return files[file].DescribeRow(rowInFile);
    }

    private IEnumerable<TableChunk> Read(
        IReadOnlyList<ColumnRequest> columns, Func<CsvFile, DuckDBConnection, IEnumerable<TableChunk>> read, CancellationToken cancellation)
    {
        ImmutableArray<CsvFile> files = Open();
        foreach (CsvFile file in files)
        {
            file.Require(columns);
            _stamps.Require(file.Path);
        }

        return Chunks(files, read, cancellation);
    }

    private IEnumerable<TableChunk> Chunks(
        ImmutableArray<CsvFile> files, Func<CsvFile, DuckDBConnection, IEnumerable<TableChunk>> read, CancellationToken cancellation)
    {
        // All files first: a table is not half used before a damaged one is found.
        foreach (CsvFile file in files)
        {
            CompressedFile.RequireWhole(file.Path, cancellation);
        }

        using DuckDBConnection engine = DuckDbEngine.Open(files.Select(file => file.Path));
        long first = 0;
        for (int index = 0; index < files.Length; index++)
        {
            long rows = 0;
            foreach (TableChunk chunk in read(files[index], engine))
            {
                rows = chunk.FirstRow + chunk.RowCount;
                yield return first == 0 ? chunk : chunk with { FirstRow = chunk.FirstRow + first };
            }

            _stamps.Require(files[index].Path);
            _rows.Note(index, rows);
            first += rows;
        }
    }

    private ImmutableArray<CsvFile> Open()
    {
        ImmutableArray<CsvFile> files = [.. options.Selection.Resolve().Select(path => CsvFile.Open(new CsvFormat(path, options.Delimiter, options.Columns), options.Files.HivePartitions))];
        _files = files;
        return files;
    }
}
