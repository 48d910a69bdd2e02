using MmoePipeline.Data;
using MmoePipeline.Data.Splits;
using MmoePipeline.Engine.Data.Columns;
using MmoePipeline.Inference.Tables;

namespace MmoePipeline.Engine.Data.Encoding;

/// <summary>Reads the rows of a table once into a set of columns, and leaves out those that can't be used.</summary>
/// <param name="source">The table.</param>
/// <param name="columns">Get the values.</param>
/// <param name="split">Decides which rows are for what.</param>
/// <param name="badRows">Gets the rows that can't be used.</param>
/// <param name="isTolerant">Whether rows that can't be split into values are left out.</param>
internal sealed class TableReading(IDataSource source, ColumnSet columns, ISplit split, BadRows badRows, bool isTolerant)
{
    private readonly List<SplitFault> _faults = [];
    private readonly long[] _rowsOfPart = new long[3];
    private int[] _rows = [];
    private DataSplit[] _splits = [];
    private SplitAssigner? _assigner;

    /// <summary>The rows of the source.</summary>
    public long SourceRows { get; private set; }

    /// <summary>The rows that the split gives a use, those that were left out included.</summary>
    public long UsedRows { get; private set; }

    /// <summary>What is known of how the rows that were read are split.</summary>
    public SplitAssigner Assigner => _assigner ?? throw new InvalidOperationException("No row was read.");

    /// <summary>The numbers of training, validation and test rows that can be used.</summary>
    public ImmutableArray<long> RowsOfPart => [.. _rowsOfPart];

    /// <summary>Reads all rows, or as many as show that there are too many that can't be used.</summary>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="BadInputException">The table can't be read.</exception>
    public void Read(CancellationToken cancellation)
    {
        ColumnRequest[] distinct = [.. columns.Wanted.Concat(split.Columns).Distinct()];
        int[] places = [.. columns.Wanted.Select(column => Array.IndexOf(distinct, column))];
        int[] splitPlaces = [.. split.Columns.Select(column => Array.IndexOf(distinct, column))];
        _assigner = SourceFaults.Translate(source, () => split.Prepare(source, () => Chunks([.. split.Columns], cancellation)));
        using IEnumerator<TableChunk> chunks = SourceFaults.Translate(source, () => Chunks(distinct, cancellation).GetEnumerator());
        while (!badRows.AreTooMany && SourceFaults.Translate(source, chunks.MoveNext))
        {
            SourceRows = chunks.Current.FirstRow + chunks.Current.RowCount;
            Assign(chunks.Current, splitPlaces);
            Add(chunks.Current, distinct, places);
        }
    }

    /// <summary>Takes a row that was read out of its part.</summary>
    /// <param name="row">The row's place among those that were read.</param>
    /// <param name="part">Its part.</param>
    public void TakeOut(long row, DataSplit part)
    {
        columns.Spill.Replace(columns.PartColumn, row, DataSplit.None);
        _rowsOfPart[(int)part]--;
    }

    /// <summary>Reads the columns of the named features again, and of each chunk the rows that are used, in the order of the table.</summary>
    /// <param name="take">Gets a chunk's columns, its used rows, what they are for, and the number of its first row.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="BadInputException">The table can't be read, or is another than before.</exception>
    public void ReadNamed(NamedRows take, CancellationToken cancellation)
    {
        ColumnRequest[] requests = [.. columns.Named.Columns];
        using IEnumerator<(long Row, DataSplit Part)> used = UsedRowNumbers().GetEnumerator();
        bool isMore = used.MoveNext();
        int[] rows = [];
        DataSplit[] parts = [];
        using IEnumerator<TableChunk> chunks = SourceFaults.Translate(source, () => Chunks(requests, cancellation).GetEnumerator());
        while (isMore && SourceFaults.Translate(source, chunks.MoveNext))
        {
            TableChunk chunk = chunks.Current;
            if (rows.Length < chunk.RowCount)
            {
                (rows, parts) = (new int[chunk.RowCount], new DataSplit[chunk.RowCount]);
            }

            int count = 0;
            for (; isMore && used.Current.Row < chunk.FirstRow + chunk.RowCount; isMore = used.MoveNext())
            {
                (rows[count], parts[count]) = ((int)(used.Current.Row - chunk.FirstRow), used.Current.Part);
                count++;
            }

            take(chunk.Columns, rows.AsMemory(0, count), parts.AsMemory(0, count), chunk.FirstRow);
        }

        if (isMore)
        {
            throw new BadInputException(
                DataCodes.Unreadable, source.Description, $"ends before row {used.Current.Row + 1} in a second reading, which was there in the first; don't change a table while it is read.");
        }
    }

    private IEnumerable<(long Row, DataSplit Part)> UsedRowNumbers()
    {
        foreach ((ReadOnlyMemory<long> numbers, ReadOnlyMemory<DataSplit> parts) in
            columns.Spill.Read<long>(columns.RowColumn).Zip(columns.Spill.Read<DataSplit>(columns.PartColumn)))
        {
            for (int row = 0; row < numbers.Length; row++)
            {
                if (parts.Span[row] != DataSplit.None)
                {
                    yield return (numbers.Span[row], parts.Span[row]);
                }
            }
        }
    }

    private IEnumerable<TableChunk> Chunks(ColumnRequest[] requests, CancellationToken cancellation) =>
        (isTolerant && source is ITolerantDataSource tolerant
            ? tolerant.ReadTolerantly(requests, cancellation)
            : source.Read(requests, cancellation)).Select(chunk => ListPlaces.Require(chunk, requests, source));

    private void Assign(TableChunk chunk, int[] splitPlaces)
    {
        if (_splits.Length < chunk.RowCount)
        {
            _splits = new DataSplit[chunk.RowCount];
        }

        _faults.Clear();
        Assigner.Assign(chunk.FirstRow, [.. splitPlaces.Select(place => chunk.Columns[place])], _splits.AsSpan(0, chunk.RowCount), _faults);
    }

    /// <summary>Adds the rows of a chunk.</summary>
    /// <param name="chunk">The rows.</param>
    /// <param name="requests">What its columns are.</param>
    /// <param name="places">The column of the chunk for each categorical feature, numeric feature, label, weight and group.</param>
    private void Add(TableChunk chunk, ColumnRequest[] requests, int[] places)
    {
        for (int next = 0; next < chunk.RowCount && !badRows.AreTooMany;)
        {
            var problems = new ChunkProblems(badRows.Room);
            int used = Choose(chunk, ref next, problems);

            // First what can be wrong, because a row that is left out must leave nothing in a vocabulary.
            for (int column = columns.FirstNumber; used > 0 && column < columns.FirstNamed; column++)
            {
                problems.NextColumn();
                AddChecked(column, chunk.Columns[places[column]], used, problems);
            }

            ImmutableArray<TableColumn> named = [.. places.Skip(columns.FirstNamed).Select(place => chunk.Columns[place])];
            columns.Named.Check(named.AsSpan(), _rows.AsSpan(0, used), problems);
            int[]? kept = null;
            if (!problems.IsEmpty)
            {
                kept = LeaveOut(chunk, requests, problems, used);
                used = kept.Length;
            }

            Complete(chunk, places, named, used, kept);
        }
    }

    /// <summary>Adds what only rows may leave behind that are used.</summary>
    /// <param name="chunk">The rows.</param>
    /// <param name="places">The columns of the chunk.</param>
    /// <param name="named">The columns of the named features.</param>
    /// <param name="used">The number of rows.</param>
    /// <param name="kept">Which of the rows that were chosen they are; null for all.</param>
    private void Complete(TableChunk chunk, int[] places, ImmutableArray<TableColumn> named, int used, int[]? kept)
    {
        ReadOnlySpan<DataSplit> parts = columns.Spill.Next<DataSplit>(columns.PartColumn, used);
        for (int column = 0; used > 0 && column < columns.Categories.Length; column++)
        {
            columns.Categories[column].Add(
                chunk.Columns[places[column]], _rows.AsSpan(0, used), parts, columns.Spill.Next<ulong>(column, used));
        }

        columns.Named.Learn(named, _rows.AsSpan(0, used), parts, chunk.FirstRow);
        foreach (LabelColumn labels in columns.Labels)
        {
            labels.Count(used, kept);
        }

        foreach (DataSplit part in parts)
        {
            _rowsOfPart[(int)part]++;
        }

        columns.Spill.Advance(used);
    }

    /// <summary>Adds the values of a column that can be wrong: any but a categorical feature.</summary>
    private void AddChecked(int column, TableColumn values, int used, ChunkProblems problems)
    {
        ReadOnlySpan<int> rows = _rows.AsSpan(0, used);
        ColumnSpill spill = columns.Spill;
        if (column < columns.FirstLabel)
        {
            columns.Numbers[column - columns.FirstNumber].Add(values, rows, spill.Next<double>(column, used), problems);
        }
        else if (column < columns.FirstWeight)
        {
            columns.Labels[column - columns.FirstLabel].Add(values, rows, spill.Next<float>(column, used), problems);
        }
        else if (column < columns.FirstGroup)
        {
            columns.Weights[column - columns.FirstWeight].Add(values, rows, spill.Next<float>(column, used), problems);
        }
        else
        {
            columns.Groups[column - columns.FirstGroup].Add(values, rows, spill.Next<int>(column, used), problems);
        }
    }

    /// <summary>Leaves out the rows that have problems.</summary>
    /// <returns>The places of the rows that stay.</returns>
    private int[] LeaveOut(TableChunk chunk, ColumnRequest[] requests, ChunkProblems problems, int used)
    {
        var bad = new HashSet<int>();
        foreach ((int row, RowProblem[] ofRow) in problems.ByRow())
        {
            bad.Add(row);
            if (ofRow[0].Column.Length == 0)
            {
                badRows.AddUnreadable(
                    chunk.FirstRow + row, ofRow[0], chunk.Unreadable.First(broken => broken.Row == row).Text);
            }
            else
            {
                badRows.Add(
                    chunk.FirstRow + row,
                    ofRow,
                    requests.Select((column, index) => (column.Name, chunk.Columns[index].TextAt(row))).DistinctBy(cell => cell.Name));
            }
        }

        int[] kept = [.. Enumerable.Range(0, used).Where(index => !bad.Contains(_rows[index]))];
        columns.Spill.Keep(kept);
        for (int index = 0; index < kept.Length; index++)
        {
            _rows[index] = _rows[kept[index]];
        }

        return kept;
    }

    /// <summary>Chooses the next rows that are for something, as many as the file's block has room for.</summary>
    /// <returns>The number of rows.</returns>
    private int Choose(TableChunk chunk, ref int next, ChunkProblems problems)
    {
        if (_rows.Length < chunk.RowCount)
        {
            _rows = new int[chunk.RowCount];
        }

        int room = Math.Min(columns.Spill.Free, chunk.RowCount - next);
        Span<DataSplit> parts = columns.Spill.Next<DataSplit>(columns.PartColumn, room);
        Span<long> numbers = columns.Spill.Next<long>(columns.RowColumn, room);
        int used = 0;
        int unreadable = 0;
        int faulty = 0;
        for (; next < chunk.RowCount && used < room; next++)
        {
            DataSplit part = _splits[next];
            while (faulty < _faults.Count && _faults[faulty].Row < next)
            {
                faulty++;
            }

            while (unreadable < chunk.Unreadable.Length && chunk.Unreadable[unreadable].Row < next)
            {
                unreadable++;
            }

            bool isFaulty = faulty < _faults.Count && _faults[faulty].Row == next;
            bool isUnreadable = unreadable < chunk.Unreadable.Length && chunk.Unreadable[unreadable].Row == next;

            // Of a row that can't be read, only its number says which split it is in.
            if (part == DataSplit.None && !isFaulty && !(isUnreadable && split.Columns.Length > 0))
            {
                continue;
            }

            UsedRows++;
            if (isUnreadable)
            {
                problems.Add(next, "", chunk.Unreadable[unreadable].Code, chunk.Unreadable[unreadable].Reason);
                continue;
            }

            if (isFaulty)
            {
                problems.Add(next, _faults[faulty].Column, _faults[faulty].Code, _faults[faulty].Reason);
                continue;
            }

            _rows[used] = next;
            numbers[used] = chunk.FirstRow + next;
            parts[used++] = part;
        }

        return used;
    }
}

/// <summary>Takes rows of the named features' columns.</summary>
/// <param name="columns">A chunk's columns.</param>
/// <param name="rows">The rows of the chunk that are used.</param>
/// <param name="parts">What each of them is for.</param>
/// <param name="firstRow">The number of the chunk's first row in the table.</param>
internal delegate void NamedRows(ImmutableArray<TableColumn> columns, ReadOnlyMemory<int> rows, ReadOnlyMemory<DataSplit> parts, long firstRow);
