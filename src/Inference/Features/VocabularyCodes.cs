namespace MmoePipeline.Inference.Features;

/// <summary>The code of every value of a column, whether its vocabulary has it or not.</summary>
/// <param name="vocabulary">The vocabulary.</param>
internal sealed class VocabularyCodes(ColumnVocabulary vocabulary)
{
    private readonly Dictionary<ulong, int> _codes = vocabulary.Values.Select((text, index) => (text, index))
        .ToDictionary(pair => CellHashes.Of(pair.text), pair => pair.index + 1);

    private readonly ulong _buckets = (ulong)vocabulary.HashBuckets;
    private readonly int _firstBucket = vocabulary.Values.Length + 1;

    /// <summary>Whether a value has an embedding of its own.</summary>
    /// <param name="hash">The hash of its text, by <see cref="CellHashes"/>.</param>
    public bool IsKnown(ulong hash) => _codes.ContainsKey(hash);

    /// <summary>The code of a value.</summary>
    /// <param name="hash">The hash of its text, by <see cref="CellHashes"/>.</param>
    public int Of(ulong hash) => _codes.TryGetValue(hash, out int code) ? code
        : _buckets == 0 ? 0
        : _firstBucket + (int)(hash % _buckets);
}
