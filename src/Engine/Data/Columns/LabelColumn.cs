using MmoePipeline.Data;
using MmoePipeline.Inference.Tables;
using MmoePipeline.Tasks;

namespace MmoePipeline.Engine.Data.Columns;

/// <summary>A task's labels while the table is read.</summary>
/// <param name="task">The task.</param>
internal sealed class LabelColumn(ITask task)
{
    /// <summary>Labels that are remembered; the numbers of a regression may be as many as the rows.</summary>
    private const int Remembered = 1 << 18;

    /// <summary>Distinct labels that are counted one by one.</summary>
    private const int Counted = 1000;

    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly List<(float Target, string? Problem)> _encoded = [];
    private readonly List<long> _rowsOfNumber = [];
    private NumberedTexts _labels = new();
    private int[] _numbers = [];

    /// <summary>Adds the labels of some rows.</summary>
    /// <param name="column">A chunk's column.</param>
    /// <param name="rows">The rows of the chunk.</param>
    /// <param name="targets">Gets each row's target.</param>
    /// <param name="problems">Gets what can't be encoded.</param>
    public void Add(TableColumn column, ReadOnlySpan<int> rows, Span<float> targets, ChunkProblems problems)
    {
        if (_labels.Texts.Count > Remembered)
        {
            MoveCounts();
            _labels = new NumberedTexts();
            _encoded.Clear();
            _rowsOfNumber.Clear();
        }

        if (_numbers.Length < rows.Length)
        {
            _numbers = new int[rows.Length];
        }

        _labels.Add(column, rows, _numbers.AsSpan(0, rows.Length));
        while (_encoded.Count < _labels.Texts.Count)
        {
            bool isMissing = _encoded.Count == _labels.Missing;
            bool isRight = task.TryEncode(isMissing ? null : _labels.Texts[_encoded.Count], out float target, out string problem);
            _encoded.Add((target, isRight ? null : problem));
            _rowsOfNumber.Add(0);
        }

        for (int index = 0; index < rows.Length; index++)
        {
            (targets[index], string? problem) = _encoded[_numbers[index]];
            if (problem is not null)
            {
                problems.Add(rows[index], task.Label, DataCodes.WrongLabel, problem);
            }
        }
    }

    /// <summary>Counts the labels of those of the rows of the last <see cref="Add"/> that are used.</summary>
    /// <param name="used">The number of rows.</param>
    /// <param name="kept">Their places among the rows that were added; null where they are the first ones.</param>
    public void Count(int used, int[]? kept)
    {
        for (int index = 0; index < used; index++)
        {
            _rowsOfNumber[_numbers[kept is null ? index : kept[index]]]++;
        }
    }

    /// <summary>The distinct labels of the rows that are used, the commonest first; of very many labels the first thousand that came.</summary>
    public ImmutableArray<LabelCount> Counts()
    {
        MoveCounts();
        return
        [
            .. _counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => new LabelCount(pair.Key, pair.Value)),
        ];
    }

    /// <summary>The commonest labels, for messages.</summary>
    public string Describe() => _labels.Describe();

    private void MoveCounts()
    {
        for (int number = 0; number < _rowsOfNumber.Count; number++)
        {
            if (number != _labels.Missing && _rowsOfNumber[number] > 0
                && (_counts.Count < Counted || _counts.ContainsKey(_labels.Texts[number])))
            {
                _counts[_labels.Texts[number]] = _counts.GetValueOrDefault(_labels.Texts[number]) + _rowsOfNumber[number];
            }

            _rowsOfNumber[number] = 0;
        }
    }
}
