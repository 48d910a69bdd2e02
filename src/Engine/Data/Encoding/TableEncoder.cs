using MmoePipeline.Data;
using MmoePipeline.Data.Splits;
using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Engine.Data.Columns;
using MmoePipeline.Inference.Features;
using MmoePipeline.Inference.Tables;
using MmoePipeline.Runs.Options.Data;
using MmoePipeline.Tasks;

namespace MmoePipeline.Engine.Data.Encoding;

/// <summary>
/// Reads a table once and encodes it into a file. Vocabularies and scalings come from the training rows only, so values wait in
/// a second file, by hash or unscaled, until the last row was read.
/// </summary>
internal sealed class TableEncoder : IDisposable
{
    private readonly IDataSource _source;
    private readonly RunFeatures _features;
    private readonly ColumnSet _columns;
    private readonly BadRows _badRows;
    private readonly TableReading _reading;

    private TableEncoder(
        IDataSource source,
        RunFeatures features,
        ISplit split,
        BadRowOptions onBadRow,
        ImmutableArray<ITask> tasks,
        string folder)
    {
        (_source, _features) = (source, features);
        _columns = new ColumnSet(features, tasks, folder);
        try
        {
            _badRows = new BadRows(source, onBadRow.Policy, folder);
        }
        catch
        {
            _columns.Dispose();
            throw;
        }

        _reading = new TableReading(source, _columns, split, _badRows, isTolerant: onBadRow.Policy != BadRowPolicy.Fail);
    }

    /// <summary>Encodes a table into a temporary file, which goes away with the table.</summary>
    /// <exception cref="BadInputException">The table can't be read, lacks columns or rows, or values can't be encoded.</exception>
    public static EncodedTable Encode(
        IDataSource source,
        RunFeatures features,
        ISplit split,
        BadRowOptions onBadRow,
        ImmutableArray<ITask> tasks,
        CancellationToken cancellation) => new(EncodedFile.OpenWritten(
            EncodeTo(Path.GetTempPath(), source, features, split, onBadRow, tasks, cancellation), isTemporary: true), features);

    /// <summary>Encodes a table into a new file.</summary>
    /// <param name="folder">The file's folder.</param>
    /// <param name="source">The table.</param>
    /// <param name="features">The features.</param>
    /// <param name="split">Decides which rows are for what.</param>
    /// <param name="onBadRow">What becomes of rows that can't be used.</param>
    /// <param name="tasks">What is predicted.</param>
    /// <param name="cancellation">Stops reading; no file is left then.</param>
    /// <returns>The file's path.</returns>
    /// <exception cref="BadInputException">The table can't be read, lacks columns or rows, or values can't be encoded.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static string EncodeTo(
        string folder,
        IDataSource source,
        RunFeatures features,
        ISplit split,
        BadRowOptions onBadRow,
        ImmutableArray<ITask> tasks,
        CancellationToken cancellation)
    {
        ImmutableArray<string> names = SourceFaults.Translate(source, () => source.ReadColumnNames(cancellation));
        ThrowIfAny([.. TableColumns.Problems(names, source.Description, features, split, tasks)]);
        using var encoder = new TableEncoder(source, features, split, onBadRow, tasks, folder);
        encoder._reading.Read(cancellation);
        BadRows.ThrowIfAbove(encoder._badRows.Summary(encoder._reading.UsedRows), onBadRow.Limit, source.Description);
        ThrowIfAny([.. encoder.EmptyParts()]);
        string path = Path.Combine(folder, $"{Path.GetRandomFileName()}.tmp");
        try
        {
            encoder.Write(path, names, onBadRow.Limit, cancellation);
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
        _columns.Dispose();
        _badRows.Dispose();
    }

    private static void ThrowIfAny(List<Problem> problems)
    {
        if (problems.Count > 0)
        {
            throw new BadInputException([.. problems]);
        }
    }

    private IEnumerable<Problem> EmptyParts()
    {
        foreach ((DataSplit part, string key) in new[]
        {
            (DataSplit.Training, "train"), (DataSplit.Validation, "validation"), (DataSplit.Test, "test"),
        })
        {
            long rows = _reading.RowsOfPart[(int)part];
            if (rows == 0)
            {
                yield return new Problem(
                    DataCodes.EmptySplit, $"data.split.{key}", $"no row of {_source.Description} is in this split{Why(part)}.");
            }
            else if (rows > int.MaxValue)
            {
                yield return new Problem(DataCodes.SplitTooLarge, $"data.split.{key}", $"expected at most {int.MaxValue} rows, found {rows}.");
            }
        }
    }

    private string Why(DataSplit split) => _reading.Assigner.WhyEmpty(split) is { } why ? $"; {why}" : "";

    private void Write(string path, ImmutableArray<string> names, double limit, CancellationToken cancellation)
    {
        var writer = new EncodedFileWriter(_columns, _reading, cancellation);
        ImmutableArray<ColumnStatistics> statistics = writer.Statistics();
        FeatureOptions features = _columns.Features;
        ThrowIfAny([.. features.Numeric.Zip(statistics).Where(field => field.Second.Count == 0).Select(field =>
            new Problem(
                DataCodes.NoNumbers,
                "data.features.numeric",
                $"no training row of {_source.Description} has a number in '{field.First}', so its mean is unknown; remove the column."))]);
        ImmutableArray<ColumnScaling> scalings =
            [.. features.Numeric.Zip(statistics, (name, figures) => figures.ToScaling(name, features.NumericScale))];
        if (new ScalingLimits(_columns, _reading, _badRows).LeaveOutBeyond(statistics, scalings))
        {
            BadRows.ThrowIfAbove(_badRows.Summary(_reading.UsedRows), limit, _source.Description);
            ThrowIfAny([.. EmptyParts()]);
        }

        ThrowIfAny([.. LabelFaults()]);
        writer.Write(
            path,
            [.. _reading.RowsOfPart.Select(rows => (int)rows)],
            scalings,
            [.. statistics.Select(figures => figures.Missing)],
            (names, _reading.SourceRows),
            [_reading.Assigner.Describe(DataSplit.Training), _reading.Assigner.Describe(DataSplit.Validation), _reading.Assigner.Describe(DataSplit.Test)],
            _badRows.Summary(_reading.UsedRows),
            _badRows.Quarantine);
        using var table = new EncodedTable(EncodedFile.OpenWritten(path, isTemporary: false), _features);
        ThrowIfAny([.. TaskFaults(table)]);
    }

    /// <summary>Labels that are ambiguous for a task as it is configured.</summary>
    private IEnumerable<Problem> LabelFaults()
    {
        for (int task = 0; task < _columns.Tasks.Length; task++)
        {
            if (_columns.Tasks[task].FindLabelFault(_columns.Labels[task].Counts()) is { } fault)
            {
                yield return new Problem(
                    DataCodes.AmbiguousLabels, $"tasks.{task} ({_columns.Tasks[task].Name})", $"{_columns.Tasks[task].Label}: {fault}.");
            }
        }
    }

    private IEnumerable<Problem> TaskFaults(EncodedTable table)
    {
        foreach ((string name, EncodedRows rows) in new[]
        {
            ("training", table.Training), ("validation", table.Validation), ("test", table.Test),
        })
        {
            for (int index = 0; index < _columns.Tasks.Length; index++)
            {
                ITask task = _columns.Tasks[index];
                string counted = task.WeightColumn is { } weight ? $"{name} rows whose {weight} is above 0" : $"{name} rows";
                if (task.FindFault(CountedTargets(rows, index)) is { } fault)
                {
                    yield return new Problem(
                        DataCodes.UnusableTargets,
                        $"tasks.{index} ({task.Name})",
                        $"of the {counted}, {fault}; {task.Label} is {_columns.Labels[index].Describe()}.");
                }
            }
        }
    }

    /// <summary>A task's targets; NaN too for rows that weigh nothing, which count in no metric.</summary>
    private ReadOnlySpan<float> CountedTargets(EncodedRows rows, int task)
    {
        ReadOnlySpan<float> targets = rows.Targets[task].Values;
        if (_columns.TaskColumns.WeightOf(_columns.Tasks[task]) is not { } weight)
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
