using System.Globalization;
using MmoePipeline.Data;

namespace MmoePipeline.Host.Tests.Prediction;

/// <summary>A table of colour, price and label, in chunks of some rows and in whatever form.</summary>
internal sealed class ChunkedRows(IReadOnlyList<string?[]> rows, int chunkRows, ChunkForm form) : IDataSource
{
    private static readonly ImmutableArray<string> Names = ["colour", "price", "buy"];

    public string Description => "rows";

    public string Fingerprint(CancellationToken cancellation) => "rows";

    public ImmutableArray<string> ReadColumnNames(CancellationToken cancellation) => Names;

    public IEnumerable<TableChunk> Read(IReadOnlyList<ColumnRequest> columns, CancellationToken cancellation)
    {
        var texts = new List<string>();
        for (int start = 0; start < rows.Count; start += chunkRows)
        {
            string?[][] chunk = [.. rows.Skip(start).Take(chunkRows)];
            yield return new TableChunk(start, chunk.Length, [.. columns.Select(column => Column(column, chunk, texts))]);
        }
    }

    public string DescribeRow(long row) => $"row {row}";

    private TableColumn Column(ColumnRequest column, string?[][] chunk, List<string> texts)
    {
        string?[] values = [.. chunk.Select(row => row[Names.IndexOf(column.Name)])];
        if (column.Name != "colour" || form == ChunkForm.Texts)
        {
            return new TextColumn(values);
        }

        if (form == ChunkForm.Numbers)
        {
            return new NumberColumn(values.Select(value => value is null ? double.NaN : double.Parse(value, CultureInfo.InvariantCulture)).ToArray());
        }

        return new CodedTextColumn(
            values.Select(value =>
            {
                if (value is null)
                {
                    return -1;
                }

                if (!texts.Contains(value))
                {
                    texts.Add(value);
                }

                return texts.IndexOf(value);
            }).ToArray(),
            texts);
    }
}
