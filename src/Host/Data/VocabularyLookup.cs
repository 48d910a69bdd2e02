using System.Collections.Frozen;
using System.Globalization;
using MmoePipeline.Data;

namespace MmoePipeline.Host.Data;

/// <summary>Encodes the values of a categorical field by a vocabulary that is known, as <see cref="CategoryColumn"/> did while it was learnt.</summary>
/// <param name="vocabulary">The vocabulary.</param>
/// <param name="offset">The first row of the field in the embedding table.</param>
internal sealed class VocabularyLookup(ColumnVocabulary vocabulary, int offset)
{
    private readonly FrozenDictionary<string, int> _codeOfText = vocabulary.Values.Select((text, index) => (text, index))
        .ToFrozenDictionary(pair => pair.text, pair => pair.index + 1, StringComparer.Ordinal);

    /// <summary>The codes of texts that numbers have: to look up a number makes no text.</summary>
    private readonly FrozenDictionary<double, int> _codeOfNumber = CodesOfNumbers(vocabulary);

    /// <summary>For a column that is coded already: the code of each of its codes, as far as they were met.</summary>
    private readonly List<int> _codeOfCode = [];

    /// <summary>The column's name.</summary>
    public string Column => vocabulary.Column;

    /// <summary>The rows so far whose value no training row had.</summary>
    public long Unseen { get; private set; }

    /// <summary>Encodes the values of some rows.</summary>
    /// <param name="column">A chunk's column.</param>
    /// <param name="rows">The rows of the chunk.</param>
    /// <param name="to">Where the first row of the embedding table goes.</param>
    /// <param name="stride">How far the next one is from it.</param>
    public void Encode(TableColumn column, ReadOnlySpan<int> rows, Span<long> to, int stride)
    {
        int place = 0;
        foreach (int row in rows)
        {
            int code = column switch
            {
                CodedTextColumn coded => CodeOf(coded, coded.Codes.Span[row]),
                TextColumn texts => CodeOf(texts.Values.Span[row]),
                NumberColumn numbers => CodeOf(numbers, row),
                _ => throw new NotSupportedException($"{column.GetType().Name} is no known column."),
            };
            Unseen += code == 0 ? 1 : 0;
            to[place] = offset + code;
            place += stride;
        }
    }

    private int CodeOf(string? text) => _codeOfText.GetValueOrDefault(text ?? "");

    private int CodeOf(CodedTextColumn column, int code)
    {
        if (code < 0)
        {
            return CodeOf(null);
        }

        while (_codeOfCode.Count <= code)
        {
            _codeOfCode.Add(CodeOf(column.Texts[_codeOfCode.Count]));
        }

        return _codeOfCode[code];
    }

    private int CodeOf(NumberColumn column, int row)
    {
        double value = column.Values.Span[row];
        return double.IsNaN(value)
            ? CodeOf(column.Unreadable?.GetValueOrDefault(row))
            : _codeOfNumber.GetValueOrDefault(value);
    }

    /// <summary>Zero and minus zero are one number, so they were one category.</summary>
    private static FrozenDictionary<double, int> CodesOfNumbers(ColumnVocabulary vocabulary)
    {
        var codes = new Dictionary<double, int>();
        for (int index = 0; index < vocabulary.Values.Length; index++)
        {
            string text = vocabulary.Values[index];
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                && !double.IsNaN(value)
                && value.ToString("R", CultureInfo.InvariantCulture) == text)
            {
                codes.TryAdd(value, index + 1);
            }
        }

        return codes.ToFrozenDictionary();
    }
}
