using MmoePipeline.Data;

namespace MmoePipeline.Host.Tests;

/// <summary>A table of colour, price and label in one chunk, in whatever form its columns are.</summary>
internal sealed class SourceOfChunk(TableColumn colour, TableColumn price, TableColumn label) : IDataSource
{
    public string Description => "chunk";

    public string Fingerprint(CancellationToken cancellation) => "chunk";

    public ImmutableArray<string> ReadColumnNames(CancellationToken cancellation) => ["colour", "price", "buy"];

    public IEnumerable<TableChunk> Read(IReadOnlyList<ColumnRequest> columns, CancellationToken cancellation)
    {
        Assert.Equal(
            [new("colour", ColumnForm.Text), new("price", ColumnForm.Number), new ColumnRequest("buy", ColumnForm.Text)], columns);
        int rows = ((NumberColumn)price).Values.Length;
        yield return new TableChunk(0, rows, [colour, price, label]);
    }

    public string DescribeRow(long row) => $"row {row + 1}";
}
