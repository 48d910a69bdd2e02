using DuckDB.NET.Data;
using MmoePipeline.Plugins.DataSources.DuckDb;

namespace MmoePipeline.Plugins.DataSources.Csv;

/// <summary>Finds the rows of a file that the engine can't split.</summary>
internal static class RejectedRows
{
    /// <summary>Reads the whole file.</summary>
    /// <param name="options">The file.</param>
    /// <param name="query">Its query.</param>
    /// <param name="all">All columns of the file.</param>
    /// <param name="columns">Those that are of interest: a value in another one may be wrong.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <returns>The rows by number.</returns>
    /// <exception cref="DuckDBException">The file as a whole can't be read.</exception>
    public static ImmutableArray<RejectedRow> Find(
        CsvDataSourceOptions options,
        CsvQuery query,
        ImmutableArray<string> all,
        IEnumerable<string> columns,
        CancellationToken cancellation)
    {
        using DuckDBConnection connection = DuckDbEngine.Open();
        using CancellationTokenRegistration interruption = cancellation.Register(() => StreamedResult.Interrupt(connection));
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = query.CountRejecting(all, columns);
        command.ExecuteNonQuery();
        command.CommandText = CsvQuery.Rejects;
        using DuckDBDataReader reader = command.ExecuteReader();
        var rejects = new List<(long Line, string Reason, string Text)>();
        while (reader.Read())
        {
            rejects.Add((reader.GetInt64(0), CsvFault.Reason(reader.GetString(1)), reader.IsDBNull(2) ? "" : reader.GetString(2)));
        }

        int header = options.Columns.IsEmpty ? 1 : 0;
        using CsvLines? lines = CsvLines.Open(options, all.Length);
        var rows = ImmutableArray.CreateBuilder<RejectedRow>(rejects.Count);
        foreach ((long line, string reason, string text) in rejects)
        {
            while (lines is not null && lines.EngineLine < line && lines.MoveNext())
            {
                cancellation.ThrowIfCancellationRequested();
            }

            long row = (lines?.Row ?? line - 1) - header;
            if (rows.Count == 0 || rows[^1].Row < row)
            {
                rows.Add(new RejectedRow(row, reason, text.Trim('\n', '\r')));
            }
        }

        return rows.ToImmutable();
    }
}
