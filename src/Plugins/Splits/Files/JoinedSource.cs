using MmoePipeline.Data;

namespace MmoePipeline.Plugins.Splits.Files;

/// <summary>Several tables of the same columns, one behind the other, as one.</summary>
/// <param name="tables">The tables, at least one. The caller disposes of them.</param>
internal sealed class JoinedSource(ImmutableArray<IDataSource> tables) : ITolerantDataSource
{
    private readonly long[] _starts = [.. Enumerable.Repeat(long.MaxValue, tables.Length)];

    /// <summary>The tables.</summary>
    public ImmutableArray<IDataSource> Tables => tables;

    /// <inheritdoc/>
    public string Description => string.Join(", ", tables.Select(table => table.Description));

    /// <summary>Which table a row is in, as far as the reading in progress has come.</summary>
    /// <param name="row">The row's number in the joined table.</param>
    public int TableOf(long row) => Array.FindLastIndex(_starts, start => start <= row);

    /// <inheritdoc/>
    public string Fingerprint(CancellationToken cancellation) => string.Join('\n', tables.Select(table => table.Fingerprint(cancellation)));

    /// <inheritdoc/>
    public ImmutableArray<string> ReadColumnNames(CancellationToken cancellation)
    {
        ImmutableArray<string> names = tables[0].ReadColumnNames(cancellation);
        foreach (IDataSource table in tables.Skip(1))
        {
            ImmutableArray<string> others = table.ReadColumnNames(cancellation);
            string[] missing = [.. names.Except(others)];
            string[] more = [.. others.Except(names)];
            if (missing.Length + more.Length > 0)
            {
                throw new BadInputException(
                    SplitCodes.OtherColumns,
                    table.Description,
                    $"expected the columns of {tables[0].Description}; "
                    + (missing.Length > 0 ? $"missing: {string.Join(", ", missing)}" : $"not there: {string.Join(", ", more)}") + ".");
            }
        }

        return names;
    }

    /// <inheritdoc/>
    public IEnumerable<TableChunk> Read(IReadOnlyList<ColumnRequest> columns, CancellationToken cancellation) =>
        Read(table => table.Read(columns, cancellation));

    /// <inheritdoc/>
    public IEnumerable<TableChunk> ReadTolerantly(IReadOnlyList<ColumnRequest> columns, CancellationToken cancellation) =>
        Read(table => table is ITolerantDataSource tolerant ? tolerant.ReadTolerantly(columns, cancellation) : table.Read(columns, cancellation));

    /// <inheritdoc/>
    public long? CountRows(CancellationToken cancellation)
    {
        long rows = 0;
        foreach (IDataSource table in tables)
        {
            if (table.CountRows(cancellation) is not { } count)
            {
                return null;
            }

            rows += count;
        }

        return rows;
    }

    /// <inheritdoc/>
    public string DescribeRow(long row) =>
        TableOf(row) is >= 0 and int table ? tables[table].DescribeRow(row - _starts[table]) : $"row {row}";

    private IEnumerable<TableChunk> Read(Func<IDataSource, IEnumerable<TableChunk>> read)
    {
        Array.Fill(_starts, long.MaxValue);
        long next = 0;
        for (int table = 0; table < tables.Length; table++)
        {
            _starts[table] = next;
            foreach (TableChunk chunk in read(tables[table]))
            {
                next = _starts[table] + chunk.FirstRow + chunk.RowCount;
                yield return chunk with { FirstRow = _starts[table] + chunk.FirstRow };
            }
        }
    }
}
