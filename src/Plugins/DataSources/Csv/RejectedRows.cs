using DuckDB.NET.Data;
using MmoePipeline.Plugins.DataSources.DuckDb;

namespace MmoePipeline.Plugins.DataSources.Csv;

/// <summary>The rows of a file that the engine can't split.</summary>
/// <param name="Rows">The rows by number.</param>
/// <param name="Others">The number of all other rows.</param>
internal sealed record RejectedRows(ImmutableArray<RejectedRow> Rows, long Others)
{
    /// <summary>Reads the whole file, twice.</summary>
    /// <param name="format">The file.</param>
    /// <param name="query">Its query.</param>
    /// <param name="columnCount">The number of its columns.</param>
    /// <param name="columns">Those that are of interest, by number: a value in another one may be wrong.</param>
    /// <param name="file">The file as a person knows it.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="DuckDBException">The file as a whole can't be read.</exception>
    /// <exception cref="BadInputException">Where rows begin after a broken one can't be told.</exception>
    public static RejectedRows Find(
        CsvFormat format,
        CsvQuery query,
        int columnCount,
        IEnumerable<int> columns,
        string file,
        CancellationToken cancellation)
    {
        (long accepted, List<(long Line, string Code, string Reason, string Text)> rejects) = Reject(format, query, columns, cancellation);
        using var lines = CsvLines.Open(format, columnCount);
        int header = format.HeaderRows;
        var rows = ImmutableArray.CreateBuilder<RejectedRow>(rejects.Count);
        long firstLine = 0;
        foreach ((long line, string code, string reason, string text) in rejects)
        {
            while (lines.EngineLine < line && lines.MoveNext())
            {
                cancellation.ThrowIfCancellationRequested();
            }

            firstLine = firstLine == 0 ? lines.Line : firstLine;
            if (rows.Count == 0 || rows[^1].Row < lines.Row - header)
            {
                rows.Add(new RejectedRow(lines.Row - header, code, reason, text.Trim('\n', '\r')));
            }
        }

        while (lines.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
        }

        // A broken quote may hide where rows begin. Two readings that count alike saw the same rows.
        if (lines.HasMixedEnds || lines.Row + 1 - header != accepted + rows.Count)
        {
            throw new BadInputException(
                CsvCodes.UnclearRows,
                $"{file}:{firstLine}",
                $"{rejects[0].Reason}; it can't be left out, because its quotes or line ends leave open where the rows after it begin.");
        }

        return new RejectedRows(rows.ToImmutable(), accepted);
    }

    private static (long Accepted, List<(long Line, string Code, string Reason, string Text)> Rejects) Reject(
        CsvFormat format, CsvQuery query, IEnumerable<int> columns, CancellationToken cancellation)
    {
        using DuckDBConnection connection = DuckDbEngine.Open(format.Path);
        using CancellationTokenRegistration interruption = cancellation.Register(() => StreamedResult.Interrupt(connection));
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = query.CountRejecting(columns);
        long accepted = (long)command.ExecuteScalar()!;
        command.CommandText = CsvQuery.Rejects;
        using DuckDBDataReader reader = command.ExecuteReader();
        var rejects = new List<(long Line, string Code, string Reason, string Text)>();
        while (reader.Read())
        {
            (string code, string reason) = CsvFault.Reason(reader.GetString(1));
            rejects.Add((reader.GetInt64(0), code, reason, reader.IsDBNull(2) ? "" : reader.GetString(2)));
        }

        return (accepted, rejects);
    }
}
