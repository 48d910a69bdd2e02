namespace MmoePipeline.Host.Data;

/// <summary>
/// A categorical column while the table is read: each row's value by number, and which values the training rows have.
/// </summary>
/// <param name="name">The column's name.</param>
internal sealed class CategoryColumn(string name)
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<bool> _inTraining = [];
    private readonly List<int> _rows = [];

    /// <summary>Adds the value of the next row that is used.</summary>
    public void Add(string? value, bool isTraining)
    {
        if (!_numbers.TryGetValue(value ?? "", out int number))
        {
            number = _numbers.Count;
            _numbers.Add(value ?? "", number);
            _inTraining.Add(false);
        }

        _inTraining[number] |= isTraining;
        _rows.Add(number);
    }

    /// <summary>The values of the training rows.</summary>
    public ColumnVocabulary Vocabulary() => new(
        name,
        [.. _numbers.Where(pair => _inTraining[pair.Value]).Select(pair => pair.Key).Order(StringComparer.Ordinal)]);

    /// <summary>The code of each row in a vocabulary.</summary>
    public IEnumerable<int> Encode(ColumnVocabulary vocabulary)
    {
        int[] codes = new int[_numbers.Count];
        for (int index = 0; index < vocabulary.Values.Length; index++)
        {
            codes[_numbers[vocabulary.Values[index]]] = index + 1;
        }

        return _rows.Select(number => codes[number]);
    }
}
