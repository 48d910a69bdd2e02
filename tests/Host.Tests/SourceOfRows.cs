using MmoePipeline.Data;

namespace MmoePipeline.Host.Tests;

/// <summary>A table in memory, in chunks of three rows.</summary>
internal sealed class SourceOfRows(ImmutableArray<string> columns, IReadOnlyList<string?[]> rows) : IDataSource
{
    public int Readings { get; private set; }

    public string Description => "rows.csv";

    public string Fingerprint(CancellationToken cancellation) => string.Join('\n', rows.Select(row => string.Join('|', row)));

    public ImmutableArray<string> ReadColumnNames(CancellationToken cancellation) => columns;

    public IEnumerable<TableChunk> Read(IReadOnlyList<ColumnRequest> chosen, CancellationToken cancellation)
    {
        Readings++;
        for (int start = 0; start < rows.Count; start += 3)
        {
            string?[][] chunk = [.. rows.Skip(start).Take(3)];
            yield return new TableChunk(
                start,
                chunk.Length,
                [.. chosen.Select(column => new TextColumn(chunk.Select(row => row[columns.IndexOf(column.Name)]).ToArray()))]);
        }
    }

    public string DescribeRow(long row) => $"rows.csv:{row + 1}";
}
