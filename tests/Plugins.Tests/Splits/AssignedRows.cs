using MmoePipeline.Data;
using MmoePipeline.Data.Splits;

namespace MmoePipeline.Plugins.Tests.Splits;

/// <summary>What a split makes of the rows of a column.</summary>
/// <param name="Splits">The split of each row; null for a row that can't be assigned.</param>
/// <param name="Faults">Code and row of those, in the whole table.</param>
/// <param name="Assigner">The assigner after the last row.</param>
internal sealed record AssignedRows(ImmutableArray<DataSplit?> Splits, string[] Faults, SplitAssigner Assigner)
{
    /// <summary>Assigns rows, chunk by chunk.</summary>
    /// <param name="split">The split.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="chunkRows">Rows of a chunk.</param>
    /// <param name="column">The column of a chunk from its first row and number of rows; null for a split without columns.</param>
    public static AssignedRows Of(ISplit split, int rows, int chunkRows = 3, Func<int, int, TableColumn>? column = null)
    {
        SplitAssigner assigner = split.Prepare(new Rows(), Chunks);
        var splits = ImmutableArray.CreateBuilder<DataSplit?>();
        var faults = new List<string>();
        foreach (TableChunk chunk in Chunks())
        {
            DataSplit[] ofChunk = new DataSplit[chunk.RowCount];
            var faultsOfChunk = new List<SplitFault>();
            assigner.Assign(chunk.FirstRow, chunk.Columns, ofChunk, faultsOfChunk);
            splits.AddRange(ofChunk.Select((value, row) => faultsOfChunk.Any(fault => fault.Row == row) ? (DataSplit?)null : value));
            faults.AddRange(faultsOfChunk.Select(fault => $"{fault.Code} {chunk.FirstRow + fault.Row} {fault.Column}"));
        }

        return new AssignedRows(splits.ToImmutable(), [.. faults], assigner);

        IEnumerable<TableChunk> Chunks() => Enumerable.Range(0, (rows + chunkRows - 1) / chunkRows).Select(chunk =>
        {
            (int first, int count) = (chunk * chunkRows, Math.Min(chunkRows, rows - (chunk * chunkRows)));
            return new TableChunk(first, count, column is null ? [] : [column(first, count)]);
        });
    }

    /// <summary>Assigns rows by texts, in chunks of three.</summary>
    public static AssignedRows Of(ISplit split, params string?[] texts) =>
        Of(split, texts.Length, 3, (first, count) => new TextColumn(texts.AsMemory(first, count)));

    /// <summary>Assigns rows by numbers, in chunks of three.</summary>
    public static AssignedRows Of(ISplit split, params double[] numbers) =>
        Of(split, numbers.Length, 3, (first, count) => new NumberColumn(numbers.AsMemory(first, count)));

    /// <summary>The first letters of the splits: t(raining), v(alidation), e (test), - for none, ? for a fault.</summary>
    public string Letters => string.Concat(Splits.Select(split => split switch
    {
        DataSplit.Training => 't',
        DataSplit.Validation => 'v',
        DataSplit.Test => 'e',
        DataSplit.None => '-',
        _ => '?',
    }));

    /// <summary>The rows as a table: splits of single columns read them only by the function that they are given.</summary>
    private sealed class Rows : IDataSource
    {
        public string Description => "rows";

        public string Fingerprint(CancellationToken cancellation) => "rows";

        public ImmutableArray<string> ReadColumnNames(CancellationToken cancellation) => [];

        public IEnumerable<TableChunk> Read(IReadOnlyList<ColumnRequest> columns, CancellationToken cancellation) => throw new NotSupportedException();

        public string DescribeRow(long row) => $"row {row}";
    }
}
