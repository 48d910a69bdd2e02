using DuckDB.NET.Data;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Data;
using MmoePipeline.Plugins.DataSources.DuckDb;
using MmoePipeline.Plugins.DataSources.Parquet;

namespace MmoePipeline.Plugins.DataSources.Query;

/// <summary>The engine with a query's tables, and the query as a view.</summary>
internal sealed class QuerySession : IDisposable
{
    /// <summary>No table can be called so: it has a space.</summary>
    private static readonly string View = Sql.Name("the query");

    private readonly QueryDataSourceOptions _options;
    private readonly ImmutableArray<QueryTable> _tables;
    private readonly DuckDBConnection _engine;

    private QuerySession(QueryDataSourceOptions options, ImmutableArray<QueryTable> tables, DuckDBConnection engine) =>
        (_options, _tables, _engine) = (options, tables, engine);

    /// <summary>The columns of the result.</summary>
    public ImmutableArray<ParquetColumn> Columns { get; private set; }

    /// <summary>Starts an engine that may read the tables' files only, on one thread.</summary>
    /// <param name="options">The query.</param>
    /// <param name="tables">Its tables.</param>
    /// <exception cref="BadInputException">The SQL is refused.</exception>
    public static QuerySession Open(QueryDataSourceOptions options, ImmutableArray<QueryTable> tables)
    {
        var session = new QuerySession(options, tables, DuckDbEngine.OpenOnOneThread(tables.SelectMany(table => table.Files)));
        try
        {
            session.Prepare();
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Streams some columns of the rows, ordered by the key.</summary>
    /// <param name="columns">What to read.</param>
    /// <param name="cancellation">Ends the stream.</param>
    /// <exception cref="BadInputException">The engine can't run the query, or two rows have one key.</exception>
    public IEnumerable<TableChunk> Read(ImmutableArray<(string Sql, QueryColumn Kind)> columns, CancellationToken cancellation)
    {
        string key = string.Join(", ", _options.Key.Select(Reference));
        var query = new TableQuery(
            _engine,
            $"SELECT {string.Join("", columns.Select(column => $"{column.Sql}, "))}hash({key}) FROM {View} AS q ORDER BY {key}",
            [.. columns.Select(column => column.Kind), QueryColumn.Key],
            message => Fault(message, hasLines: false))
        {
            DescribeInvalidText = row => new BadInputException(ParquetCodes.NotUtf8, QueryDataSource.Row(row), "a text is not UTF-8; expected texts in UTF-8."),
            DescribeRepeatedKey = row => new BadInputException(
                QueryCodes.RepeatedKey,
                QueryFault.KeyPlace,
                $"{QueryDataSource.Row(row - 1)} and the next one have the same {string.Join(", ", _options.Key.Select(CellText.Quote))}, so that their order is not known; "
                + "expected columns whose values together are different in each row: add a column, or SELECT DISTINCT in the SQL."),
        };
        foreach (TableChunk chunk in query.Read(cancellation))
        {
            yield return chunk with { Columns = chunk.Columns.RemoveAt(columns.Length) };
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _engine.Dispose();

    private static string Reference(string column) => $"q.{Sql.Name(column)}";

    private void Prepare()
    {
        QueryStatement.Require(_engine, _options.Sql);
        foreach (QueryTable table in _tables)
        {
            Run(table.CreateView(_engine), hasLines: false);
        }

        Run($"CREATE VIEW {View} AS {_options.Sql}", hasLines: true);
        Columns = DuckDbEngine.Query(_engine, $"DESCRIBE {View}", reader => new ParquetColumn(reader.GetString(0), Reference(reader.GetString(0)), reader.GetString(1)));
        foreach (string missing in _options.Key.Except(Columns.Select(column => column.Name)))
        {
            string hint = NearestName.Find(missing, Columns.Select(column => column.Name)) is { } near
                ? $"did you mean '{near}'?" : $"its columns are {CellText.Cut(string.Join(", ", Columns.Select(column => column.Name)), 200)}.";
            throw new BadInputException(QueryCodes.NoSuchKey, QueryFault.KeyPlace, $"the result of the query has no column {CellText.Quote(missing)}; {hint}");
        }
    }

    private void Run(string statement, bool hasLines)
    {
        try
        {
            using DuckDBCommand command = _engine.CreateCommand();
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }
        catch (DuckDBException exception)
        {
            throw Fault(exception.Message, hasLines);
        }
    }

    private Exception Fault(string message, bool hasLines) =>
        _tables.SelectMany(table => table.CsvFiles).FirstOrDefault(file => file.IsNamedIn(message)) is { } csv
            ? csv.Fault(message)
            : QueryFault.Translate(message, [.. _tables.Select(table => table.Name)], TableColumns, hasLines);

    private ImmutableArray<string> TableColumns() =>
        DuckDbEngine.Query(_engine, "SELECT DISTINCT column_name FROM duckdb_columns() WHERE NOT internal ORDER BY column_name", reader => reader.GetString(0));
}
