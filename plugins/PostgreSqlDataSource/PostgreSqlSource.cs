using System.Data;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MmoePipeline;
using MmoePipeline.Composition;
using MmoePipeline.Data;
using Npgsql;

namespace PostgreSqlDataSource;

/// <summary>The rows of a query, streamed from a PostgreSQL server.</summary>
/// <remarks>
/// <para>
/// Numbers and booleans are read as such where a feature asks for numbers; as categories and labels, values are known by the text that
/// PostgreSQL gives them: <c>3</c>, <c>0.5</c>, <c>true</c>, <c>2026-11-24</c>. Points in time with a time zone are in UTC. Arrays are refused. Rows are read in one
/// snapshot, which is checked against the fingerprint; a key that several rows have is refused.
/// </para>
/// <para>When to use it: data that lives in a database and is selected by a query. For many runs on the same rows, the cache of encoded columns is used.</para>
/// </remarks>
[Plugin("postgresql")]
public sealed class PostgreSqlSource(PostgreSqlOptions options) : IDataSource
{
    /// <summary>The content that the fingerprint was computed from; null before.</summary>
    private string? _content;

    /// <inheritdoc/>
    public string Description
    {
        get
        {
            var connection = new NpgsqlConnectionStringBuilder(options.Connection.Reveal());
            return $"PostgreSQL {connection.Host}/{connection.Database}";
        }
    }

    /// <summary>Qualified: a bare name would be that of what is selected, which may be the column's text.</summary>
    private string Order => string.Join(", ", options.Key.Select(key => $"t.{SqlName.Of(key)}"));

    /// <summary>The query inside of another one, as people write queries: a semicolon may end it, and a comment its last line.</summary>
    private string Table => $"({options.Query.TrimEnd().TrimEnd(';')}\n)";

    /// <summary>
    /// Computed by the server: the sum of hashes of the rows, which does not depend on their order.
    /// </summary>
    public string Fingerprint(CancellationToken cancellation)
    {
        string content = Asked(() =>
        {
            using NpgsqlConnection connection = Session.Open(options);
            return Content(connection, cancellation);
        });
        cancellation.ThrowIfCancellationRequested();
        _content = content;
        byte[] question = Encoding.UTF8.GetBytes($"{options.Query}\u001f{Order}");
        return $"postgresql:2:{content}:{Convert.ToHexString(SHA256.HashData(question))}";
    }

    /// <inheritdoc/>
    public ImmutableArray<string> ReadColumnNames(CancellationToken cancellation) => [.. Types().Keys];

    /// <inheritdoc/>
    public IEnumerable<TableChunk> Read(IReadOnlyList<ColumnRequest> columns, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Dictionary<string, (Type Type, string Name)> types = Types();
        foreach (ColumnRequest column in columns.Where(column => column.Form != ColumnForm.Identifier && types[column.Name].Name.EndsWith("[]", StringComparison.Ordinal)))
        {
            throw new BadInputException(
                "PGSQL02",
                Description,
                $"column {CellText.Quote(column.Name)} is {types[column.Name].Name}, expected a single value in each row; unnest it, or select its parts as columns.");
        }

        ImmutableArray<ColumnReader> readers =
            [.. columns.Select((column, index) => new ColumnReader(column, types[column.Name].Type, index))];
        using NpgsqlConnection connection = Asked(() => Session.Open(options));

        // One snapshot for the checks and the rows: what another session writes meanwhile is in neither.
        using NpgsqlTransaction transaction = Asked(() => connection.BeginTransaction(IsolationLevel.RepeatableRead));
        Asked(() => Check(connection, cancellation));
        using NpgsqlCommand command = Session.Command(
            connection, $"SELECT {string.Join(", ", readers.Select(reader => reader.Sql))} FROM {Table} AS t ORDER BY {Order}");
        using CancellationTokenRegistration registration = cancellation.Register(command.Cancel);
        using NpgsqlDataReader rows = Asked(() => command.ExecuteReader());
        try
        {
            long first = 0;
            while (Asked(() => Fill(rows, readers)) is > 0 and int count)
            {
                cancellation.ThrowIfCancellationRequested();
                yield return new TableChunk(first, count, [.. readers.Select(reader => reader.Column)]);
                first += count;
            }

            cancellation.ThrowIfCancellationRequested();
        }
        finally
        {
            // A reader that is left early would fetch the rest before it closes.
            command.Cancel();
        }
    }

    /// <inheritdoc/>
    public string DescribeRow(long row) =>
        string.Create(CultureInfo.InvariantCulture, $"row {row + 1} in the order of {string.Join(", ", options.Key)}");

    /// <summary>Requires that the rows are those of the fingerprint, and that the key gives them one order.</summary>
    private bool Check(NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (_content is not null && Content(connection, cancellation) != _content)
        {
            throw new BadInputException(
                "PGSQL03",
                Description,
                "the rows changed after their fingerprint was computed, or the query gives other rows each time; expected the same rows until they are read: start again.");
        }

        string? twice = (string?)Scalar(
            connection, $"SELECT coalesce(concat_ws(', ', {Order}), '') FROM {Table} AS t GROUP BY {Order} HAVING count(*) > 1 LIMIT 1", cancellation);
        return twice is null ? true : throw new BadInputException(
            "PGSQL03",
            Description,
            $"several rows have the key ({string.Join(", ", options.Key)}) = ({CellText.Cut(twice, 80)}), so their order, and with it the split, is left to the server; "
            + "expected a key that is different in each row.");
    }

    private string Content(NpgsqlConnection connection, CancellationToken cancellation) => (string)Scalar(
        connection,
        $"SELECT count(*)::text || ':' || coalesce(sum(('x' || substr(md5(t::text), 1, 16))::bit(64)::bigint::numeric), 0)::text FROM {Table} AS t",
        cancellation)!;

    private static object? Scalar(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        using NpgsqlCommand command = Session.Command(connection, sql);
        using CancellationTokenRegistration registration = cancellation.Register(command.Cancel);
        return command.ExecuteScalar();
    }

    private static int Fill(NpgsqlDataReader rows, ImmutableArray<ColumnReader> readers)
    {
        int count = 0;
        while (count < ColumnReader.ChunkRows && rows.Read())
        {
            foreach (ColumnReader reader in readers)
            {
                reader.Take(rows, count);
            }

            count++;
        }

        return count;
    }

    private Dictionary<string, (Type Type, string Name)> Types() => Asked(() =>
    {
        using NpgsqlConnection connection = Session.Open(options);
        using NpgsqlCommand command = Session.Command(connection, $"SELECT * FROM {Table} AS t LIMIT 0");
        using NpgsqlDataReader reader = command.ExecuteReader();
        var types = new Dictionary<string, (Type Type, string Name)>(StringComparer.Ordinal);
        for (int column = 0; column < reader.FieldCount; column++)
        {
            if (!types.TryAdd(reader.GetName(column), (reader.GetFieldType(column), reader.GetDataTypeName(column))))
            {
                throw new BadInputException("PGSQL04", Description, $"the query gives two columns called '{reader.GetName(column)}'.");
            }
        }

        foreach (string key in options.Key.Where(key => !types.ContainsKey(key)))
        {
            throw new BadInputException("PGSQL05", Description, $"the key '{key}' is none of the query's columns: {string.Join(", ", types.Keys)}.");
        }

        return types;
    });

    private T Asked<T>(Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.QueryCanceled)
        {
            throw new OperationCanceledException("The query was cancelled.", exception);
        }
        catch (Exception exception) when (exception is NpgsqlException or System.Net.Sockets.SocketException)
        {
            throw new BadInputException("PGSQL01", Description, $"can't be read: {exception.Message.ReplaceLineEndings(" ")}");
        }
    }
}
