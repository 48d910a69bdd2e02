using MmoePipeline.Data;

namespace MmoePipeline.Plugins.DataSources.Csv;

/// <summary>Puts rows that can't be split back in their places among the others, which an engine that leaves them out has read.</summary>
internal static class TolerantReading
{
    /// <summary>Merges both.</summary>
    /// <param name="others">All other rows from the first on, numbered without gaps.</param>
    /// <param name="columns">The columns that are read.</param>
    /// <param name="found">The rows that can't be split.</param>
    /// <param name="first">The first row that is wanted; no rejected row is before it.</param>
    /// <param name="file">The file as a person knows it.</param>
    /// <returns>Chunks of the whole table from that row on.</returns>
    /// <exception cref="BadInputException">The file was read otherwise the second time.</exception>
    public static IEnumerable<TableChunk> Merge(
        IEnumerable<TableChunk> others, IReadOnlyList<ColumnRequest> columns, RejectedRows found, long first, string file)
    {
        ImmutableArray<RejectedRow> rejected = found.Rows;
        long rows = 0;
        int next = 0;
        TableChunk? last = null;
        foreach (TableChunk chunk in others)
        {
            last = chunk;
            rows += chunk.RowCount;
            for (int start = 0; start < chunk.RowCount;)
            {
                long row = chunk.FirstRow + start + next;
                int gap = GapAt(rejected, next, row);
                if (gap > 0)
                {
                    yield return Rejected(rejected.AsSpan(next, gap).ToArray(), columns, chunk);
                    next += gap;
                    continue;
                }

                long end = next < rejected.Length ? rejected[next].Row - next : long.MaxValue;
                int stop = (int)Math.Min(chunk.RowCount, end - chunk.FirstRow);
                int from = (int)Math.Clamp(first - row, 0, stop - start) + start;
                if (from < stop)
                {
                    yield return Part(chunk, from, stop, chunk.FirstRow + from + next);
                }

                start = stop;
            }
        }

        if (rows != found.Others)
        {
            throw new BadInputException(CsvCodes.TwoReadings, file, $"{rows} rows can be split in one reading and {found.Others} in another; correct the rows that can't be split.");
        }

        if (next < rejected.Length)
        {
            yield return Rejected(rejected.AsSpan()[next..].ToArray(), columns, last);
        }
    }

    /// <summary>The rejected rows, one after the other, that begin at a row.</summary>
    private static int GapAt(ImmutableArray<RejectedRow> rejected, int next, long row)
    {
        int gap = 0;
        while (next + gap < rejected.Length && rejected[next + gap].Row == row + gap)
        {
            gap++;
        }

        return gap;
    }

    private static TableChunk Rejected(RejectedRow[] rows, IReadOnlyList<ColumnRequest> columns, TableChunk? like) => new(
        rows[0].Row,
        rows.Length,
        [.. columns.Select((column, index) => Empty(column.Form, like?.Columns[index], rows.Length))])
    {
        Unreadable = [.. rows.Select((row, index) => new UnreadableRow(index, row.Reason, row.Text) { Code = row.Code })],
    };

    private static TableColumn Empty(ColumnForm form, TableColumn? like, int rows) => form == ColumnForm.Number
        ? new NumberColumn(Enumerable.Repeat(double.NaN, rows).ToArray())
        : form == ColumnForm.Identifier ? new TextColumn(new string?[rows])
        : new CodedTextColumn(Enumerable.Repeat(-1, rows).ToArray(), (like as CodedTextColumn)?.Texts ?? []);

    private static TableChunk Part(TableChunk chunk, int start, int stop, long firstRow) => start == 0 && stop == chunk.RowCount
        ? chunk with { FirstRow = firstRow }
        : new TableChunk(firstRow, stop - start, [.. chunk.Columns.Select(column => Part(column, start, stop))]);

    private static TableColumn Part(TableColumn column, int start, int stop) => column switch
    {
        NumberColumn numbers => new NumberColumn(
            numbers.Values[start..stop],
            numbers.Unreadable?.Where(cell => cell.Key >= start && cell.Key < stop).ToDictionary(cell => cell.Key - start, cell => cell.Value)),
        CodedTextColumn coded => new CodedTextColumn(coded.Codes[start..stop], coded.Texts),
        TextColumn texts => new TextColumn(texts.Values[start..stop]),
        _ => throw new NotSupportedException($"{column.GetType().Name} is not a column of a file."),
    };
}
