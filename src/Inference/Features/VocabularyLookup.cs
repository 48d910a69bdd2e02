using MmoePipeline.Data;
using MmoePipeline.Features;

namespace MmoePipeline.Inference.Features;

/// <summary>Encodes the values of a categorical field by a vocabulary that is known, as the table was encoded from which it was learnt.</summary>
/// <param name="vocabulary">The vocabulary.</param>
/// <param name="offset">The first row of the field in the embedding table.</param>
internal sealed class VocabularyLookup(ColumnVocabulary vocabulary, int offset)
{
    private readonly CellHashes _hashes = new();
    private readonly Vocabulary _codes = vocabulary.ToVocabulary();
    private readonly HashSet<string> _examples = new(StringComparer.Ordinal);
    private ulong[] _hashOfRow = [];

    /// <summary>Values that are remembered for messages.</summary>
    private const int Examples = 64;

    /// <summary>The vocabulary.</summary>
    public ColumnVocabulary Vocabulary => vocabulary;

    /// <summary>The column's name.</summary>
    public string Column => vocabulary.Column;

    /// <summary>The rows so far whose value has no embedding of its own: training rows had it seldom or never.</summary>
    public long Unseen { get; private set; }

    /// <summary>Some of the values of such rows.</summary>
    public IEnumerable<string> UnknownExamples => _examples;

    /// <summary>Encodes the values of some rows.</summary>
    /// <param name="column">A chunk's column.</param>
    /// <param name="rows">The rows of the chunk.</param>
    /// <param name="to">Where the first row of the embedding table goes.</param>
    /// <param name="stride">How far the next one is from it.</param>
    public void Encode(TableColumn column, ReadOnlySpan<int> rows, Span<long> to, int stride)
    {
        if (_hashOfRow.Length < rows.Length)
        {
            _hashOfRow = new ulong[rows.Length];
        }

        _hashes.Read(column, rows, _hashOfRow);
        for (int index = 0; index < rows.Length; index++)
        {
            int code = _codes.CodeOf(_hashOfRow[index]);
            if (code == 0 || code > vocabulary.Values.Length)
            {
                Unseen++;
                if (_examples.Count < Examples)
                {
                    _examples.Add(column.TextAt(rows[index]) ?? "");
                }
            }

            to[index * stride] = offset + code;
        }
    }
}
