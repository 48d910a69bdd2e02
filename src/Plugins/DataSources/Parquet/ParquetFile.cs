using DuckDB.NET.Data;
using MmoePipeline.Data;
using MmoePipeline.Plugins.DataSources.DuckDb;
using MmoePipeline.Plugins.DataSources.Files;

namespace MmoePipeline.Plugins.DataSources.Parquet;

/// <summary>One file of a table.</summary>
/// <param name="Path">The file's path.</param>
/// <param name="Columns">Its columns, those that are folders' names last.</param>
/// <param name="Rows">The number of its rows.</param>
internal sealed record ParquetFile(string Path, ImmutableArray<ParquetColumn> Columns, long Rows)
{
    /// <summary>The file as a person knows it.</summary>
    public string Description => SourceFile.Describe(Path);

    /// <summary>Opens a file: reads its schema.</summary>
    /// <param name="engine">The engine, which may read it.</param>
    /// <param name="path">The file.</param>
    /// <param name="hasFolders">Whether folders' names are columns.</param>
    /// <exception cref="BadInputException">It can't be read, or two of its columns have one name.</exception>
    public static ParquetFile Open(DuckDBConnection engine, string path, bool hasFolders)
    {
        string file = SourceFile.Describe(path);
        ImmutableArray<(string Name, string Type)> described;
        ImmutableArray<(string Name, int Children)> schema;
        long rows;
        try
        {
            described = DuckDbEngine.Query(engine, $"DESCRIBE SELECT * FROM {Table([path])}", reader => (reader.GetString(0), reader.GetString(1)));
            schema = DuckDbEngine.Query(
                engine,
                $"SELECT name, CAST(coalesce(num_children, 0) AS INTEGER) FROM parquet_schema({Sql.FilePath(path)})",
                reader => (reader.GetString(0), reader.GetInt32(1)));
            rows = DuckDbEngine.Query(engine, $"SELECT CAST(num_rows AS BIGINT) FROM parquet_file_metadata({Sql.FilePath(path)})", reader => reader.GetInt64(0))[0];
        }
        catch (DuckDBException exception)
        {
            throw Fault(file, exception.Message);
        }

        ImmutableArray<string> names = TopNames(schema);
        if (names.Length != described.Length)
        {
            throw new BadInputException(ParquetCodes.Unreadable, file, $"can't be read: its schema has {names.Length} columns, {described.Length} are read.");
        }

        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new BadInputException(FileCodes.DuplicateColumn, file, $"two columns have the same name {CellText.Quote(twice.Key)}; expected a name of its own for each.");
        }

        ImmutableArray<(string Name, string? Value)> folders = hasFolders ? FolderColumns.FromPath(path) : [];
        FolderColumns.RequireDistinct(path, folders.Select(folder => folder.Name), names);
        return new ParquetFile(
            path,
            [
                .. names.Zip(described, (name, column) => new ParquetColumn(name, Sql.Name(column.Name), column.Type)),
                .. folders.Select(folder => new ParquetColumn(folder.Name, Sql.Constant(folder.Value), "VARCHAR")),
            ],
            rows);
    }

    /// <summary>Files as a table, in SQL. Nothing is guessed: neither columns from folders' names nor columns of other files.</summary>
    /// <param name="paths">The files, which have the same columns.</param>
    public static string Table(ImmutableArray<string> paths) =>
        $"read_parquet([{string.Join(", ", paths.Select(Sql.FilePath))}], hive_partitioning = false, union_by_name = false, filename = false, file_row_number = false, binary_as_string = false)";

    /// <summary>A column.</summary>
    /// <exception cref="BadInputException">There is none of this name.</exception>
    public ParquetColumn Column(string name) => Columns.FirstOrDefault(column => column.Name == name) ?? throw new BadInputException(
        FileCodes.MissingColumn,
        Description,
        $"there is no column {CellText.Quote(name)}, which the table's other files have; its columns are "
        + $"{CellText.Cut(string.Join(", ", Columns.Select(column => column.Name)), 200)}. Expected the same columns in every file of a table.");

    /// <summary>Streams the rows of some columns, numbered from 0.</summary>
    /// <param name="engine">The engine, which may read the file.</param>
    /// <param name="columns">What to read.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public IEnumerable<TableChunk> Read(DuckDBConnection engine, ImmutableArray<(string Sql, QueryColumn Kind)> columns, CancellationToken cancellation) => new TableQuery(
        engine,
        $"SELECT {string.Join(", ", columns.Select(column => column.Sql))} FROM {Table([Path])}",
        [.. columns.Select(column => column.Kind)],
        message => Fault(Description, message))
    {
        DescribeInvalidText = row => new BadInputException(
            ParquetCodes.NotUtf8,
            $"{Description}, row {row + 1}",
            "a text is not UTF-8; expected texts in UTF-8 in columns of texts and of bytes (BLOB)."),
    }.Read(cancellation);

    /// <summary>The names of a schema's columns: below the root each element is followed by its children.</summary>
    private static ImmutableArray<string> TopNames(ImmutableArray<(string Name, int Children)> schema)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        for (int at = 1; at < schema.Length; at++)
        {
            names.Add(schema[at].Name);
            for (int left = schema[at].Children; left > 0 && at + 1 < schema.Length; left--)
            {
                left += schema[++at].Children;
            }
        }

        return names.ToImmutable();
    }

    private static Exception Fault(string file, string message) => EngineMessage.Shortage(message, file)
        ?? (Exception)new BadInputException(ParquetCodes.Unreadable, file, $"can't be read: {EngineMessage.Summary(message)}");
}
