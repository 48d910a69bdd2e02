using MmoePipeline.Composition;
using MmoePipeline.Data;

namespace MmoePipeline.Testing.Tests.Broken;

/// <summary>A row, behind a password.</summary>
[Plugin("telling")]
public sealed class TellingDataSource(TellingOptions options) : IDataSource
{
    public string Description => $"a row{Shown(Telling.Description)}";

    public string Fingerprint(CancellationToken cancellation) => $"1{Shown(Telling.Fingerprint)}";

    public ImmutableArray<string> ReadColumnNames(CancellationToken cancellation) => ["a"];

    public IEnumerable<TableChunk> Read(IReadOnlyList<ColumnRequest> columns, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        yield return new TableChunk(0, 1, [.. columns.Select(column => new TextColumn(new string?[] { column.Name }))]);
    }

    public string DescribeRow(long row) => $"row {row}{Shown(Telling.Row)}";

    private string Shown(Telling telling) => options.Telling == telling ? string.Concat(options.Keys.Select(key => key.Reveal())) : "";
}
