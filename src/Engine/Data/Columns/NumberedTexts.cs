using System.Globalization;
using System.Runtime.InteropServices;
using MmoePipeline.Data;

namespace MmoePipeline.Engine.Data.Columns;

/// <summary>
/// The texts of a column by number, in the order in which they come, and how often each is there. A missing value is the empty text.
/// </summary>
internal sealed class NumberedTexts
{
    private readonly Dictionary<string, int> _numberOfText = new(StringComparer.Ordinal);
    private readonly Dictionary<double, int> _numberOfValue = [];
    private readonly List<string> _texts = [];
    private readonly List<long> _counts = [];

    /// <summary>For a column that is coded already: the number of each of its codes, as far as they were met.</summary>
    private readonly List<int> _numberOfCode = [];
    private IReadOnlyList<string>? _codedTexts;

    /// <summary>The texts by number.</summary>
    public IReadOnlyList<string> Texts => _texts;

    /// <summary>The number of the missing value; -1 where there was none.</summary>
    public int Missing { get; private set; } = -1;

    /// <summary>Adds the values of some rows.</summary>
    /// <param name="column">A chunk's column.</param>
    /// <param name="rows">The rows of the chunk.</param>
    /// <param name="numbers">Gets the number of each row's text.</param>
    public void Add(TableColumn column, ReadOnlySpan<int> rows, Span<int> numbers)
    {
        switch (column)
        {
            case CodedTextColumn coded:
                Add(coded, rows, numbers);
                break;
            case TextColumn texts:
                for (int index = 0; index < rows.Length; index++)
                {
                    string? text = texts.Values.Span[rows[index]];
                    numbers[index] = text is null ? NumberOfMissing() : NumberOf(text);
                }

                break;
            case NumberColumn values:
                Add(values, rows, numbers);
                break;
            default:
                throw new NotSupportedException($"{column.GetType().Name} is no known column.");
        }

        Span<long> counts = CollectionsMarshal.AsSpan(_counts);
        foreach (int number in numbers)
        {
            counts[number]++;
        }
    }

    /// <summary>The commonest texts, for messages: <c>'a' or 'b'</c>.</summary>
    public string Describe()
    {
        const int Shown = 5;
        string[] common =
        [
            .. _texts.Zip(_counts).OrderByDescending(pair => pair.Second).ThenBy(pair => pair.First, StringComparer.Ordinal)
                .Take(Shown).Select(pair => $"'{pair.First}'"),
        ];
        return string.Join(" or ", common) + (_texts.Count > Shown ? " or others" : "");
    }

    private void Add(CodedTextColumn column, ReadOnlySpan<int> rows, Span<int> numbers)
    {
        if (!ReferenceEquals(_codedTexts, column.Texts))
        {
            _codedTexts = column.Texts;
            _numberOfCode.Clear();
        }

        while (_numberOfCode.Count < column.Texts.Count)
        {
            _numberOfCode.Add(-1);
        }

        ReadOnlySpan<int> codes = column.Codes.Span;
        Span<int> numberOfCode = CollectionsMarshal.AsSpan(_numberOfCode);
        for (int index = 0; index < rows.Length; index++)
        {
            int code = codes[rows[index]];
            if (code < 0)
            {
                numbers[index] = NumberOfMissing();
                continue;
            }

            int number = numberOfCode[code];
            numbers[index] = number >= 0 ? number : numberOfCode[code] = NumberOf(column.Texts[code]);
        }
    }

    private void Add(NumberColumn column, ReadOnlySpan<int> rows, Span<int> numbers)
    {
        ReadOnlySpan<double> values = column.Values.Span;
        for (int index = 0; index < rows.Length; index++)
        {
            double value = values[rows[index]];
            if (double.IsNaN(value))
            {
                numbers[index] = column.Unreadable?.GetValueOrDefault(rows[index]) is { } text ? NumberOf(text) : NumberOfMissing();
                continue;
            }

            ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numberOfValue, value, out bool isKnown);
            if (!isKnown)
            {
                // Zero and minus zero are one number, so they are one text.
                number = New((value + 0.0).ToString("R", CultureInfo.InvariantCulture));
            }

            numbers[index] = number;
        }
    }

    private int NumberOf(string text)
    {
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numberOfText, text, out bool isKnown);
        return isKnown ? number : number = New(text);
    }

    private int NumberOfMissing() => Missing >= 0 ? Missing : Missing = New("");

    private int New(string text)
    {
        _texts.Add(text);
        _counts.Add(0);
        return _texts.Count - 1;
    }
}
