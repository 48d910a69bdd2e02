using System.Globalization;
using MmoePipeline.Data;
using MmoePipeline.Tasks;

namespace MmoePipeline.Host.Data;

/// <summary>Reads a table and encodes it. Vocabularies and scalings come from the training rows only.</summary>
internal sealed class TableEncoder
{
    /// <summary>Problems that are told at once; more would be more of the same.</summary>
    private const int ProblemLimit = 10;

    private readonly IDataSource _source;
    private readonly FeatureOptions _features;
    private readonly ImmutableArray<ITask> _tasks;
    private readonly ImmutableArray<SplitPart> _parts;
    private readonly List<string> _problems = [];
    private readonly List<SplitPart> _partOfRow = [];
    private readonly CategoryColumn[] _categories;
    private readonly List<double>[] _logarithms;
    private readonly List<float>[] _targets;
    private readonly LabelCounts[] _labels;

    private TableEncoder(IDataSource source, FeatureOptions features, SplitOptions split, ImmutableArray<ITask> tasks)
    {
        (_source, _features, _tasks, _parts) = (source, features, tasks, split.PartOfResidue());
        _categories = [.. features.Categorical.Select(name => new CategoryColumn(name))];
        _logarithms = [.. features.Numeric.Select(_ => new List<double>())];
        _targets = [.. tasks.Select(_ => new List<float>())];
        _labels = [.. tasks.Select(_ => new LabelCounts())];
    }

    /// <summary>Encodes a table.</summary>
    /// <exception cref="BadInputException">The table lacks columns or rows, or values can't be encoded.</exception>
    public static EncodedTable Encode(
        IDataSource source,
        FeatureOptions features,
        SplitOptions split,
        ImmutableArray<ITask> tasks,
        CancellationToken cancellation)
    {
        ThrowIfAny([.. TableColumns.Problems(source.ReadColumnNames(cancellation), source.Description, features, tasks)]);
        var encoder = new TableEncoder(source, features, split, tasks);
        string[] columns = [.. features.Categorical, .. features.Numeric, .. tasks.Select(task => task.Label)];
        string[] distinct = [.. columns.Distinct()];
        int[] places = [.. columns.Select(column => Array.IndexOf(distinct, column))];
        foreach (TableChunk chunk in source.Read(distinct, cancellation))
        {
            encoder.Add(chunk, places);
            if (encoder._problems.Count >= ProblemLimit)
            {
                break;
            }
        }

        ThrowIfAny(encoder._problems);
        return encoder.Finish();
    }

    private static void ThrowIfAny(List<string> problems)
    {
        if (problems.Count > 0)
        {
            throw new BadInputException([.. problems]);
        }
    }

    /// <summary>Adds the rows of a chunk.</summary>
    /// <param name="chunk">The rows.</param>
    /// <param name="places">The column of the chunk for each categorical feature, numeric feature and label.</param>
    private void Add(TableChunk chunk, int[] places)
    {
        for (int row = 0; row < chunk.RowCount && _problems.Count < ProblemLimit; row++)
        {
            long number = chunk.FirstRow + row;
            SplitPart part = _parts[(int)(number % _parts.Length)];
            if (part == SplitPart.None)
            {
                continue;
            }

            _partOfRow.Add(part);
            int place = 0;
            foreach (CategoryColumn category in _categories)
            {
                category.Add(Text(chunk.Columns[places[place++]], row), part == SplitPart.Training);
            }

            for (int field = 0; field < _logarithms.Length; field++)
            {
                _logarithms[field].Add(Logarithm(chunk.Columns[places[place++]], row, number, _features.Numeric[field]));
            }

            for (int task = 0; task < _tasks.Length; task++)
            {
                string? label = Text(chunk.Columns[places[place++]], row);
                _labels[task].Add(label);
                if (!_tasks[task].TryEncode(label, out float target, out string problem))
                {
                    _problems.Add($"{_source.DescribeRow(number)}: {_tasks[task].Label}: {problem}.");
                }

                _targets[task].Add(target);
            }
        }
    }

    private double Logarithm(TableColumn column, int row, long number, string name)
    {
        string? text = null;
        bool isNumber = true;
        double value;
        if (column is NumberColumn numbers)
        {
            value = numbers.Values.Span[row];
            text = double.IsNaN(value) ? null : value.ToString(CultureInfo.InvariantCulture);
        }
        else
        {
            text = Text(column, row);
            isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        }

        if (isNumber && double.IsFinite(value) && value > -1)
        {
            return Math.Log(1 + value);
        }

        string seen = text is null ? "is missing" : $"is '{text}'";
        string due = isNumber && double.IsFinite(value)
            ? "a number above -1 is due, because numeric features are read as log(1 + x)"
            : "a number is due; a column of texts belongs under data.features.categorical";
        _problems.Add($"{_source.DescribeRow(number)}: {name}: {seen}, {due}.");
        return 0;
    }

    private static string? Text(TableColumn column, int row) => column switch
    {
        TextColumn texts => texts.Values.Span[row],
        NumberColumn numbers => double.IsNaN(numbers.Values.Span[row])
            ? null
            : numbers.Values.Span[row].ToString("R", CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException($"{column.GetType().Name} is no known column."),
    };

    private EncodedTable Finish()
    {
        foreach ((SplitPart part, string key) in new[]
        {
            (SplitPart.Training, "train"), (SplitPart.Validation, "validation"), (SplitPart.Test, "test"),
        })
        {
            if (!_partOfRow.Contains(part))
            {
                _problems.Add(
                    $"data.split.{key}: no row of {_source.Description} is in this part; give it remainders that rows have.");
            }
        }

        ThrowIfAny(_problems);
        var encoding = new FeatureEncoding(
            [.. _categories.Select(category => category.Vocabulary())],
            [.. _features.Numeric.Select((name, field) => ColumnScaling.Of(
                name, [.. _logarithms[field].Where((_, row) => _partOfRow[row] == SplitPart.Training)]))]);
        EncodedTable table = new PartWriter(_partOfRow, encoding).Write(_categories, _logarithms, _targets);
        ThrowIfAny([.. Faults(table)]);
        return table;
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
                if (_tasks[task].FindFault(rows.TargetsOf(task)) is { } fault)
                {
                    yield return $"tasks.{task} ({_tasks[task].Name}): of the {name} rows, {fault}; "
                        + $"{_tasks[task].Label} is {_labels[task].Describe()}.";
                }
            }
        }
    }
}
