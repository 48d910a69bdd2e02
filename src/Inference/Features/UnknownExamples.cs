namespace MmoePipeline.Inference.Features;

/// <summary>A few values of validation and test rows that training rows may lack, for messages: of any number of values, the first that came.</summary>
internal sealed class UnknownExamples
{
    private const int Limit = 256;

    private readonly Dictionary<ulong, string> _texts = [];
    private bool _isFull;

    /// <summary>Adds a value that no training row had so far.</summary>
    /// <param name="hash">The hash of its text.</param>
    /// <param name="text">The text.</param>
    /// <param name="isKnown">Whether training rows have had a value since.</param>
    public void Add(ulong hash, string text, Func<ulong, bool> isKnown)
    {
        if (_isFull || _texts.ContainsKey(hash))
        {
            return;
        }

        if (_texts.Count == Limit)
        {
            foreach (ulong known in _texts.Keys.Where(isKnown).ToArray())
            {
                _texts.Remove(known);
            }

            // Values that stay unknown are many: to look at them again for each further one would take long.
            _isFull = _texts.Count > Limit / 2;
        }

        if (!_isFull)
        {
            _texts.Add(hash, text);
        }
    }

    /// <summary>The values that are still not known, in ordinal order.</summary>
    /// <param name="isKnown">Whether a value is.</param>
    public IEnumerable<string> Of(Func<ulong, bool> isKnown) =>
        _texts.Where(pair => !isKnown(pair.Key)).Select(pair => pair.Value).Order(StringComparer.Ordinal);
}
