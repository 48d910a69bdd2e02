using MmoePipeline.Data;
using MmoePipeline.Tasks;

namespace MmoePipeline.Host.Data;

/// <summary>A task's labels while the table is read.</summary>
/// <param name="task">The task.</param>
internal sealed class LabelColumn(ITask task)
{
    /// <summary>Labels that are remembered; the numbers of a regression may be as many as the rows.</summary>
    private const int Remembered = 1 << 18;

    private NumberedTexts _labels = new();
    private readonly List<(float Target, string? Problem)> _encoded = [];

    /// <summary>Adds the labels of some rows.</summary>
    /// <param name="column">A chunk's column.</param>
    /// <param name="rows">The rows of the chunk.</param>
    /// <param name="numbers">Room for a number for each row.</param>
    /// <param name="targets">Gets each row's target.</param>
    /// <param name="problems">Gets what can't be encoded.</param>
    public void Add(
        TableColumn column,
        ReadOnlySpan<int> rows,
        Span<int> numbers,
        Span<float> targets,
        ChunkProblems problems)
    {
        if (_labels.Texts.Count > Remembered)
        {
            _labels = new NumberedTexts();
            _encoded.Clear();
        }

        _labels.Add(column, rows, numbers);
        while (_encoded.Count < _labels.Texts.Count)
        {
            bool isMissing = _encoded.Count == _labels.Missing;
            bool isRight = task.TryEncode(isMissing ? null : _labels.Texts[_encoded.Count], out float target, out string problem);
            _encoded.Add((target, isRight ? null : problem));
        }

        for (int index = 0; index < rows.Length; index++)
        {
            (targets[index], string? problem) = _encoded[numbers[index]];
            if (problem is not null)
            {
                problems.Add(rows[index], task.Label, problem);
            }
        }
    }

    /// <summary>The commonest labels, for messages.</summary>
    public string Describe() => _labels.Describe();
}
