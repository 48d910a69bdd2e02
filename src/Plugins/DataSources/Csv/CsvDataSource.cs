using System.Data.Common;
using System.Security.Cryptography;
using DuckDB.NET.Data;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Data;

namespace MmoePipeline.Plugins.DataSources.Csv;

/// <summary>A file of separated values, compressed or not, one row a line.</summary>
/// <remarks>Read by DuckDB. Values are quoted by " where they hold a delimiter; an empty value is a missing one.</remarks>
[Plugin("csv")]
public sealed class CsvDataSource(CsvDataSourceOptions options) : IDataSource
{
    private const int ChunkRows = 4096;

    private readonly CsvQuery _query = new(options);

    /// <inheritdoc/>
    public string Description => Path.GetRelativePath(".", options.Path);

    /// <inheritdoc/>
    public string Fingerprint(CancellationToken cancellation)
    {
        RequireFile();
        try
        {
            using FileStream file = File.OpenRead(options.Path);
            string content = Convert.ToHexStringLower(SHA256.HashData(file));
            return $"csv:{content}:{options.Delimiter}:{string.Join('\u001f', options.Columns)}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{Description}: can't be read: {exception.Message}");
        }
    }

    /// <inheritdoc/>
    public ImmutableArray<string> ReadColumnNames(CancellationToken cancellation)
    {
        RequireFile();
        if (!options.Columns.IsEmpty)
        {
            return options.Columns;
        }

        try
        {
            using DbConnection connection = Open();
            return Header(connection);
        }
        catch (DuckDBException exception)
        {
            throw CsvFault.Translate(exception, Description);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<TableChunk> Read(IReadOnlyList<string> columns, CancellationToken cancellation)
    {
        ImmutableArray<string> all = ReadColumnNames(cancellation);
        using DbConnection connection = Open();
        using DbDataReader reader = Execute(connection, all, columns);
        string?[][] buffers = [.. columns.Select(_ => new string?[ChunkRows])];
        ImmutableArray<TableColumn> views = [.. buffers.Select(buffer => new TextColumn(buffer))];
        for (long firstRow = 0; ;)
        {
            cancellation.ThrowIfCancellationRequested();
            int rows = Fill(reader, buffers);
            if (rows > 0)
            {
                yield return new TableChunk(firstRow, rows, views);
                firstRow += rows;
            }

            if (rows < ChunkRows)
            {
                yield break;
            }
        }
    }

    /// <inheritdoc/>
    public string DescribeRow(long row) => $"{Description}:{row + (options.Columns.IsEmpty ? 2 : 1)}";

    private static DuckDBConnection Open()
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        return connection;
    }

    /// <summary>
    /// The names in the first line. The engine would guess over many lines and fail on a bad one among them, so it gets the
    /// first alone.
    /// </summary>
    private ImmutableArray<string> Header(DbConnection connection)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = _query.FirstLine;
        if (command.ExecuteScalar() is not string header)
        {
            throw new BadInputException($"{Description}: is empty, a line with the columns' names is due.");
        }

        string headerFile = Path.GetTempFileName();
        try
        {
            File.WriteAllText(headerFile, header + "\n");
            command.CommandText = _query.ColumnNames(headerFile);
            using DbDataReader reader = command.ExecuteReader();
            return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
        }
        finally
        {
            File.Delete(headerFile);
        }
    }

    private DbDataReader Execute(DbConnection connection, ImmutableArray<string> all, IReadOnlyList<string> columns)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = _query.Rows(all, columns);
        if (command is DuckDBCommand streaming)
        {
            streaming.UseStreamingMode = true;
        }

        try
        {
            return command.ExecuteReader();
        }
        catch (DuckDBException exception)
        {
            throw CsvFault.Translate(exception, Description);
        }
    }

    private int Fill(DbDataReader reader, string?[][] buffers)
    {
        try
        {
            int row = 0;
            while (row < ChunkRows && reader.Read())
            {
                for (int column = 0; column < buffers.Length; column++)
                {
                    buffers[column][row] = reader.IsDBNull(column) ? null : reader.GetString(column);
                }

                row++;
            }

            return row;
        }
        catch (DuckDBException exception)
        {
            throw CsvFault.Translate(exception, Description);
        }
    }

    private void RequireFile()
    {
        if (File.Exists(options.Path))
        {
            return;
        }

        string? folder = Path.GetDirectoryName(options.Path);
        IEnumerable<string> neighbours = folder is not null && Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file))
            : [];
        string hint = NearestName.Find(Path.GetFileName(options.Path), neighbours) is { } near ? $"; did you mean '{near}'?" : "";
        throw new BadInputException(Directory.Exists(options.Path)
            ? $"{Description}: is a folder, a file is due."
            : $"{Description}: there is no such file{hint}");
    }
}
