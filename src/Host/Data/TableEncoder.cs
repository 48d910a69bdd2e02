using MmoePipeline.Data;
using MmoePipeline.Host.Storage;
using MmoePipeline.Tasks;

namespace MmoePipeline.Host.Data;

/// <summary>
/// Reads a table once and encodes it into a file. Vocabularies and scalings come from the training rows only, so values wait in
/// a second file, by number or unscaled, until the last row was seen.
/// </summary>
internal sealed class TableEncoder : IDisposable
{
    private readonly IDataSource _source;
    private readonly bool _isTolerant;
    private readonly FeatureOptions _features;
    private readonly ImmutableArray<ITask> _tasks;
    private readonly ImmutableArray<SplitPart> _partOfResidue;
    private readonly CategoryColumn[] _categories;
    private readonly NumericColumn[] _numericColumns;
    private readonly LabelColumn[] _labels;
    private readonly TaskColumns _taskColumns;
    private readonly WeightColumn[] _weights;
    private readonly GroupColumn[] _groups;
    private readonly ColumnSpill _spill;
    private readonly BadRows _badRows;
    private readonly long[] _rowsOfPart = new long[3];
    private long _rowsOfUse;
    private int[] _rows = [];
    private int[] _numbers = [];

    private TableEncoder(
        IDataSource source,
        FeatureOptions features,
        SplitOptions split,
        BadRowOptions onBadRow,
        ImmutableArray<ITask> tasks,
        string folder)
    {
        _isTolerant = onBadRow.Policy != BadRowPolicy.Fail;
        _badRows = new BadRows(source, onBadRow.Policy, folder);
        (_source, _features, _tasks, _partOfResidue) = (source, features, tasks, split.PartOfResidue());
        _categories = [.. features.Categorical.Select(_ => new CategoryColumn(VocabularyLimits.Of(features)))];
        _numericColumns = [.. features.Numeric.Select(name => new NumericColumn(name, features.NumericScale, NumericColumn.Categorical))];
        _labels = [.. tasks.Select(task => new LabelColumn(task))];
        _taskColumns = TaskColumns.Of(tasks);
        _weights = [.. _taskColumns.Weights.Select(name => new WeightColumn(name))];
        _groups = [.. _taskColumns.Groups.Select(name => new GroupColumn(name))];

        // The part of each row comes last.
        _spill = new ColumnSpill(
            folder,
            [
                .. _categories.Select(_ => sizeof(ulong)), .. _numericColumns.Select(_ => sizeof(double)),
                .. _labels.Select(_ => sizeof(float)), .. _weights.Select(_ => sizeof(float)), .. _groups.Select(_ => sizeof(int)),
                sizeof(SplitPart),
            ]);
    }

    private int FirstLabel => _categories.Length + _numericColumns.Length;

    private int FirstWeight => FirstLabel + _labels.Length;

    private int FirstGroup => FirstWeight + _weights.Length;

    private int PartColumn => FirstGroup + _groups.Length;

    /// <summary>Encodes a table into a temporary file, which goes away with the table.</summary>
    /// <exception cref="BadInputException">The table can't be read, lacks columns or rows, or values can't be encoded.</exception>
    public static EncodedTable Encode(
        IDataSource source,
        FeatureOptions features,
        SplitOptions split,
        BadRowOptions onBadRow,
        ImmutableArray<ITask> tasks,
        CancellationToken cancellation) => new(EncodedFile.OpenWritten(
            EncodeTo(Path.GetTempPath(), source, features, split, onBadRow, tasks, cancellation), isTemporary: true));

    /// <summary>Encodes a table into a new file.</summary>
    /// <param name="folder">The file's folder.</param>
    /// <param name="source">The table.</param>
    /// <param name="features">Which columns are features.</param>
    /// <param name="split">Which rows are for what.</param>
    /// <param name="onBadRow">What becomes of rows that can't be used.</param>
    /// <param name="tasks">What is predicted.</param>
    /// <param name="cancellation">Stops reading; no file is left then.</param>
    /// <returns>The file's path.</returns>
    /// <exception cref="BadInputException">The table can't be read, lacks columns or rows, or values can't be encoded.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static string EncodeTo(
        string folder,
        IDataSource source,
        FeatureOptions features,
        SplitOptions split,
        BadRowOptions onBadRow,
        ImmutableArray<ITask> tasks,
        CancellationToken cancellation)
    {
        ImmutableArray<string> columns = FromSource(source, () => source.ReadColumnNames(cancellation));
        ThrowIfAny([.. TableColumns.Problems(columns, source.Description, features, tasks)]);
        using var encoder = new TableEncoder(source, features, split, onBadRow, tasks, folder);
        DataFaults faults = encoder.Read(cancellation);
        BadRows.ThrowIfAbove(faults, onBadRow.Limit, source.Description);
        ThrowIfAny([.. encoder.EmptyParts()]);
        string path = Path.Combine(folder, $"{Path.GetRandomFileName()}.tmp");
        try
        {
            encoder.Write(path, faults, cancellation);
        }
        catch
        {
            File.Delete(path);
            throw;
        }

        return path;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _spill.Dispose();
        _badRows.Dispose();
    }

    /// <summary>
    /// Asks the source. An I/O error of its own is the table's trouble, and must not be taken for one of the files written here.
    /// </summary>
    public static T FromSource<T>(IDataSource source, Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (Exception exception) when ((exception is IOException or UnauthorizedAccessException) && !DiskFull.Is(exception))
        {
            throw new BadInputException($"{source.Description}: can't be read: {exception.Message}");
        }
    }

    private static void ThrowIfAny(List<string> problems)
    {
        if (problems.Count > 0)
        {
            throw new BadInputException([.. problems]);
        }
    }

    private DataFaults Read(CancellationToken cancellation)
    {
        ColumnRequest[] wanted =
        [
            .. _features.Categorical.Select(name => new ColumnRequest(name, ColumnForm.Text)),
            .. _features.Numeric.Select(name => new ColumnRequest(name, ColumnForm.Number)),
            .. _tasks.Select(task => new ColumnRequest(task.Label, ColumnForm.Text)),
            .. _taskColumns.Weights.Select(name => new ColumnRequest(name, ColumnForm.Number)),
            .. _taskColumns.Groups.Select(name => new ColumnRequest(name, ColumnForm.Text)),
        ];
        ColumnRequest[] distinct = [.. wanted.Distinct()];
        int[] places = [.. wanted.Select(column => Array.IndexOf(distinct, column))];
        using IEnumerator<TableChunk> chunks = FromSource(_source, () => Chunks(distinct, cancellation).GetEnumerator());
        while (!_badRows.AreTooMany && FromSource(_source, chunks.MoveNext))
        {
            Add(chunks.Current, distinct, places);
        }

        return _badRows.Summary(_rowsOfUse);
    }

    private IEnumerable<TableChunk> Chunks(ColumnRequest[] columns, CancellationToken cancellation) =>
        _isTolerant && _source is ITolerantDataSource tolerant
            ? tolerant.ReadTolerantly(columns, cancellation)
            : _source.Read(columns, cancellation);

    /// <summary>Adds the rows of a chunk.</summary>
    /// <param name="chunk">The rows.</param>
    /// <param name="columns">What its columns are.</param>
    /// <param name="places">The column of the chunk for each categorical feature, numeric feature, label, weight and group.</param>
    private void Add(TableChunk chunk, ColumnRequest[] columns, int[] places)
    {
        for (int next = 0; next < chunk.RowCount && !_badRows.AreTooMany;)
        {
            var problems = new ChunkProblems(_badRows.Room);
            int used = Choose(chunk, ref next, problems);

            // First what can be wrong, because a row that is left out must leave nothing in a vocabulary.
            for (int column = _categories.Length; used > 0 && column < places.Length; column++)
            {
                problems.NextColumn();
                AddChecked(column, chunk.Columns[places[column]], used, problems);
            }

            if (!problems.IsEmpty)
            {
                used = LeaveOut(chunk, columns, problems, used);
            }

            ReadOnlySpan<SplitPart> parts = _spill.Next<SplitPart>(PartColumn, used);
            for (int column = 0; used > 0 && column < _categories.Length; column++)
            {
                _categories[column].Add(
                    chunk.Columns[places[column]], _rows.AsSpan(0, used), parts, _spill.Next<ulong>(column, used));
            }

            foreach (SplitPart part in parts)
            {
                _rowsOfPart[(int)part]++;
            }

            _spill.Advance(used);
        }
    }

    /// <summary>Adds the values of a column that can be wrong: any but a categorical feature.</summary>
    private void AddChecked(int column, TableColumn values, int used, ChunkProblems problems)
    {
        ReadOnlySpan<int> rows = _rows.AsSpan(0, used);
        if (column < FirstLabel)
        {
            _numericColumns[column - _categories.Length].Add(values, rows, _spill.Next<double>(column, used), problems);
        }
        else if (column < FirstWeight)
        {
            _labels[column - FirstLabel].Add(
                values, rows, _numbers.AsSpan(0, used), _spill.Next<float>(column, used), problems);
        }
        else if (column < FirstGroup)
        {
            _weights[column - FirstWeight].Add(values, rows, _spill.Next<float>(column, used), problems);
        }
        else
        {
            _groups[column - FirstGroup].Add(values, rows, _spill.Next<int>(column, used), problems);
        }
    }

    /// <summary>Leaves out the rows that have problems.</summary>
    /// <returns>The number of rows that stay.</returns>
    private int LeaveOut(TableChunk chunk, ColumnRequest[] columns, ChunkProblems problems, int used)
    {
        var bad = new HashSet<int>();
        foreach ((int row, (string Column, string Reason)[] ofRow) in problems.ByRow())
        {
            bad.Add(row);
            if (ofRow[0].Column.Length == 0)
            {
                _badRows.AddUnreadable(
                    chunk.FirstRow + row, ofRow[0].Reason, chunk.Unreadable.First(broken => broken.Row == row).Text);
            }
            else
            {
                _badRows.Add(
                    chunk.FirstRow + row,
                    ofRow,
                    columns.Select((column, index) => (column.Name, CellTextReader.Read(chunk.Columns[index], row))).DistinctBy(cell => cell.Name));
            }
        }

        int[] kept = [.. Enumerable.Range(0, used).Where(index => !bad.Contains(_rows[index]))];
        _spill.Keep(kept);
        for (int index = 0; index < kept.Length; index++)
        {
            _rows[index] = _rows[kept[index]];
        }

        return kept.Length;
    }

    /// <summary>Chooses the next rows that are for something, as many as the file's block has room for.</summary>
    /// <returns>The number of rows.</returns>
    private int Choose(TableChunk chunk, ref int next, ChunkProblems problems)
    {
        if (_rows.Length < chunk.RowCount)
        {
            _rows = new int[chunk.RowCount];
            _numbers = new int[chunk.RowCount];
        }

        int room = Math.Min(_spill.Free, chunk.RowCount - next);
        Span<SplitPart> parts = _spill.Next<SplitPart>(PartColumn, room);
        int used = 0;
        int residue = (int)((chunk.FirstRow + next) % _partOfResidue.Length);
        int unreadable = 0;
        for (; next < chunk.RowCount && used < room; next++)
        {
            SplitPart part = _partOfResidue[residue];
            residue = residue + 1 == _partOfResidue.Length ? 0 : residue + 1;
            if (part == SplitPart.None)
            {
                continue;
            }

            _rowsOfUse++;
            while (unreadable < chunk.Unreadable.Length && chunk.Unreadable[unreadable].Row < next)
            {
                unreadable++;
            }

            if (unreadable < chunk.Unreadable.Length && chunk.Unreadable[unreadable].Row == next)
            {
                problems.Add(next, "", chunk.Unreadable[unreadable].Reason);
                continue;
            }

            _rows[used] = next;
            parts[used++] = part;
        }

        return used;
    }

    private IEnumerable<string> EmptyParts()
    {
        foreach ((SplitPart part, string key) in new[]
        {
            (SplitPart.Training, "train"), (SplitPart.Validation, "validation"), (SplitPart.Test, "test"),
        })
        {
            if (_rowsOfPart[(int)part] == 0)
            {
                yield return $"data.split.{key}: no row of {_source.Description} is in this part; give it remainders that rows have.";
            }
            else if (_rowsOfPart[(int)part] > int.MaxValue)
            {
                yield return $"data.split.{key}: {_rowsOfPart[(int)part]} rows are in this part, {int.MaxValue} are possible.";
            }
        }
    }

    private void Write(string path, DataFaults faults, CancellationToken cancellation)
    {
        new EncodedFileWriter(_spill, PartColumn, [.. _rowsOfPart.Select(rows => (int)rows)]).Write(
            path,
            [.. _features.Categorical.Zip(_categories)],
            _features.Numeric,
            _tasks.Length,
            _taskColumns,
            faults,
            _badRows.Quarantine,
            cancellation);
        using var table = new EncodedTable(EncodedFile.OpenWritten(path, isTemporary: false));
        ThrowIfAny([.. Faults(table)]);
    }

    private IEnumerable<string> Faults(EncodedTable table)
    {
        foreach ((string name, EncodedRows rows) in new[]
        {
            ("training", table.Training), ("validation", table.Validation), ("test", table.Test),
        })
        {
            for (int task = 0; task < _tasks.Length; task++)
            {
                string counted = _tasks[task].WeightColumn is { } weight ? $"{name} rows whose {weight} is above 0" : $"{name} rows";
                if (_tasks[task].FindFault(CountedTargets(rows, task)) is { } fault)
                {
                    yield return $"tasks.{task} ({_tasks[task].Name}): of the {counted}, {fault}; "
                        + $"{_tasks[task].Label} is {_labels[task].Describe()}.";
                }
            }
        }
    }

    /// <summary>A task's targets; NaN too for rows that weigh nothing, which count in no metric.</summary>
    private ReadOnlySpan<float> CountedTargets(EncodedRows rows, int task)
    {
        ReadOnlySpan<float> targets = rows.Targets[task].Values;
        if (_taskColumns.WeightOf(_tasks[task]) is not { } weight)
        {
            return targets;
        }

        ReadOnlySpan<float> weights = rows.Weights[weight].Values;
        float[] counted = targets.ToArray();
        for (int row = 0; row < counted.Length; row++)
        {
            counted[row] = weights[row] > 0 ? counted[row] : float.NaN;
        }

        return counted;
    }
}
