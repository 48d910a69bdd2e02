using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MmoePipeline.Composition;
using MmoePipeline.Data;
using MmoePipeline.Plugins.DataSources.DuckDb;
using MmoePipeline.Plugins.DataSources.Files;
using MmoePipeline.Plugins.DataSources.Parquet;

namespace MmoePipeline.Plugins.DataSources.Query;

/// <summary>The rows of an SQL query over files of CSV and Parquet, such as a log joined with its users and items.</summary>
/// <remarks>
/// <para>
/// Run by DuckDB, on one thread, so that sums of fractions are the same in every reading. The engine can read the files of the tables and nothing
/// else. Rows are ordered by the key, and a key that two rows have is refused. Functions that give another result in each reading, such as random() or now(),
/// are refused; so are LIMIT without ORDER BY, and window functions that need an ORDER BY and have none. Columns that a run doesn't need are not computed, where
/// SQL allows it. Values have the rules of Parquet's types; a column of a CSV file is text until the SQL casts it.
/// </para>
/// <para>
/// When to use it: tables that have to be joined first, or columns that follow from other rows (how often a user was seen before). For
/// many runs on the same rows, the cache of encoded columns is used.
/// </para>
/// </remarks>
[Plugin("query")]
public sealed class QueryDataSource(QueryDataSourceOptions options) : IDataSource
{
    private readonly FileStamps _stamps = new();

    /// <inheritdoc/>
    public string Description => $"query over {string.Join(", ", options.Tables.Select(table => table.Name))}";

    /// <inheritdoc/>
    public string Fingerprint(CancellationToken cancellation)
    {
        var text = new StringBuilder();
        Append(options.Sql);
        options.Key.ToList().ForEach(Append);
        foreach (QueryTableOptions table in options.Tables)
        {
            ImmutableArray<string> files = table.Resolve();
            _stamps.Take(files);
            Append(table.Name);
            Append(table.Delimiter);
            Append(FileFingerprint.Create(files, hasFolders: false));
        }

        return $"query:1:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))}";

        void Append(string part) => text.Append(CultureInfo.InvariantCulture, $"{part.Length}:{part}");
    }

    /// <inheritdoc/>
    public ImmutableArray<string> ReadColumnNames(CancellationToken cancellation)
    {
        using QuerySession session = QuerySession.Open(options, Tables());
        return [.. session.Columns.Select(column => column.Name)];
    }

    /// <inheritdoc/>
    public IEnumerable<TableChunk> Read(IReadOnlyList<ColumnRequest> columns, CancellationToken cancellation)
    {
        ImmutableArray<QueryTable> tables = Tables();
        RequireUnchanged(tables);
        ImmutableArray<(string Sql, QueryColumn Kind)> chosen;
        using (QuerySession session = QuerySession.Open(options, tables))
        {
            chosen =
            [
                .. columns.Select(request => ParquetUnion.Decide(
                    [(QueryFault.Place, session.Columns.FirstOrDefault(column => column.Name == request.Name) ?? throw new ArgumentException($"The query has no column '{request.Name}'.", nameof(columns)))],
                    request.Form)[0]),
            ];
        }

        return Chunks(tables, chosen, cancellation);
    }

    /// <inheritdoc/>
    public string DescribeRow(long row) => Row(row);

    /// <summary>How a person finds a row.</summary>
    /// <param name="row">The row's number, from 0.</param>
    internal static string Row(long row) => string.Create(CultureInfo.InvariantCulture, $"row {row + 1} of the query");

    private IEnumerable<TableChunk> Chunks(ImmutableArray<QueryTable> tables, ImmutableArray<(string Sql, QueryColumn Kind)> columns, CancellationToken cancellation)
    {
        foreach (QueryTable table in tables)
        {
            table.RequireWhole(cancellation);
        }

        using QuerySession session = QuerySession.Open(options, tables);
        foreach (TableChunk chunk in session.Read(columns, cancellation))
        {
            yield return chunk;
        }

        RequireUnchanged(tables);
    }

    private ImmutableArray<QueryTable> Tables() => [.. options.Tables.Select(QueryTable.Open)];

    private void RequireUnchanged(ImmutableArray<QueryTable> tables)
    {
        foreach (string file in tables.SelectMany(table => table.Files))
        {
            _stamps.Require(file);
        }
    }
}
