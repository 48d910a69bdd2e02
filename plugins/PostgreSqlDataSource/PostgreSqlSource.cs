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
/// PostgreSQL gives them: <c>3</c>, <c>0.5</c>, <c>true</c>, <c>2026-11-24</c>.
/// </para>
/// <para>When to use it: data that lives in a database and is selected by a query. For many runs on the same rows, the cache of encoded columns is used.</para>
/// </remarks>
[Plugin("postgresql")]
public sealed class PostgreSqlSource(PostgreSqlOptions options) : IDataSource
{
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
            using NpgsqlConnection connection = Open();
            using NpgsqlCommand command = Command(
                connection,
                $"SELECT count(*)::text || ':' || coalesce(sum(('x' || substr(md5(t::text), 1, 16))::bit(64)::bigint::numeric), 0)::text FROM {Table} AS t");
            using CancellationTokenRegistration registration = cancellation.Register(command.Cancel);
            return (string)command.ExecuteScalar()!;
        });
        cancellation.ThrowIfCancellationRequested();
        byte[] question = Encoding.UTF8.GetBytes($"{options.Query}\u001f{Order}");
        return $"postgresql:{content}:{Convert.ToHexString(SHA256.HashData(question))}";
    }

    /// <inheritdoc/>
    public ImmutableArray<string> ReadColumnNames(CancellationToken cancellation) => [.. Types().Keys];

    /// <inheritdoc/>
    public IEnumerable<TableChunk> Read(IReadOnlyList<ColumnRequest> columns, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Dictionary<string, Type> types = Types();
        ImmutableArray<ColumnReader> readers =
            [.. columns.Select((column, index) => new ColumnReader(column, types[column.Name], index))];
        using NpgsqlConnection connection = Open();
        using NpgsqlCommand command = Command(
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

    private Dictionary<string, Type> Types() => Asked(() =>
    {
        using NpgsqlConnection connection = Open();
        using NpgsqlCommand command = Command(connection, $"SELECT * FROM {Table} AS t LIMIT 0");
        using NpgsqlDataReader reader = command.ExecuteReader();
        var types = new Dictionary<string, Type>(StringComparer.Ordinal);
        for (int column = 0; column < reader.FieldCount; column++)
        {
            if (!types.TryAdd(reader.GetName(column), reader.GetFieldType(column)))
            {
                throw new BadInputException($"{Description}: the query gives two columns called '{reader.GetName(column)}'.");
            }
        }

        foreach (string key in options.Key.Where(key => !types.ContainsKey(key)))
        {
            throw new BadInputException($"{Description}: the key '{key}' is none of the query's columns: {string.Join(", ", types.Keys)}.");
        }

        return types;
    });

    private NpgsqlConnection Open()
    {
        var connection = new NpgsqlConnection(options.Connection.Reveal());
        connection.Open();
        return connection;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql) => new(sql, connection) { CommandTimeout = 0 };

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
            throw new BadInputException($"{Description}: can't be read: {exception.Message.ReplaceLineEndings(" ")}");
        }
    }
}
