namespace MmoePipeline.Plugins.Splits;

/// <summary>What is made of the texts of a coded column, once for each text: values of a log recur.</summary>
/// <typeparam name="T">What is made of a text.</typeparam>
internal sealed class ValuesOfTexts<T>
{
    private readonly List<T> _values = [];
    private IReadOnlyList<string>? _texts;

    /// <summary>The value of a text.</summary>
    /// <param name="texts">The list, which may grow from chunk to chunk; another list begins again.</param>
    /// <param name="code">The text's place in it.</param>
    /// <param name="make">Makes a value of a text.</param>
    public T Of(IReadOnlyList<string> texts, int code, Func<string, T> make)
    {
        if (!ReferenceEquals(texts, _texts))
        {
            _texts = texts;
            _values.Clear();
        }

        while (_values.Count <= code)
        {
            _values.Add(make(texts[_values.Count]));
        }

        return _values[code];
    }
}
