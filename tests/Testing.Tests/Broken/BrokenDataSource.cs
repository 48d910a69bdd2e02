using MmoePipeline.Composition;
using MmoePipeline.Data;

namespace MmoePipeline.Testing.Tests.Broken;

/// <summary>A table of a few rows with a fault.</summary>
[Plugin("broken")]
public sealed class BrokenDataSource(FaultOptions options) : IDataSource
{
    public string Description => "a few rows";

    public string Fingerprint(CancellationToken cancellation) => "1";

    public ImmutableArray<string> ReadColumnNames(CancellationToken cancellation) => ["a", "b"];

    public IEnumerable<TableChunk> Read(IReadOnlyList<ColumnRequest> columns, CancellationToken cancellation)
    {
        string Value(string column, int row) => options.Fault == Fault.Unseeded ? $"{Unseeded.Next()}" : $"{column}{row}";
        for (int row = 0; row < 6; row++)
        {
            if (options.Fault != Fault.Deaf)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            yield return new TableChunk(
                options.Fault == Fault.Gap && row >= 3 ? row + 1 : row,
                1,
                [.. columns.Select(column => (TableColumn?)Lists(column.Form) ?? new TextColumn(new string?[] { Value(column.Name, row) }))]);
        }
    }

    private ListColumn? Lists(ColumnForm form) => (options.Fault, form) switch
    {
        (Fault.CrossedLists, ColumnForm.TextList) => new ListColumn(new[] { 2 }, default, new TextColumn(new string?[] { "a" })),
        (Fault.UnaskedLists, ColumnForm.Number) => new ListColumn(new[] { 1 }, default, new NumberColumn(new[] { 1.0 })),
        _ => null,
    };

    public string DescribeRow(long row) => $"row {row + 1}";
}
