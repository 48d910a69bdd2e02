using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MmoePipeline.Data;

namespace MmoePipeline.Features;

/// <summary>The code of every value of a column or table, whether it has an embedding of its own or not. Immutable; any number of threads may use it.</summary>
public sealed class Vocabulary
{
    private readonly Dictionary<ulong, int> _codes;
    private readonly int _firstBucket;
    private readonly ConditionalWeakTable<IReadOnlyList<string>, CodeList> _codesOfLists = [];

    /// <summary>Numbers the values.</summary>
    /// <param name="values">The values; the one at index i has the code i + 1.</param>
    /// <param name="hashBuckets">
    /// Where above 0, any other value has the code <c>values.Length + 1</c> and its hash modulo this number; where 0, the code 0.
    /// </param>
    /// <exception cref="ArgumentException">A value is there twice.</exception>
    public Vocabulary(ImmutableArray<string> values, int hashBuckets = 0)
    {
        (Values, HashBuckets, _firstBucket) = (values, hashBuckets, values.Length + 1);
        _codes = values.Select((text, index) => (text, index)).ToDictionary(pair => HashOf(pair.text), pair => pair.index + 1);
    }

    /// <summary>The values that have an embedding of their own. A missing value is the empty text.</summary>
    public ImmutableArray<string> Values { get; }

    /// <summary>Over how many embeddings other values are spread.</summary>
    public int HashBuckets { get; }

    /// <summary>The number of different codes.</summary>
    public int Rows => Values.Length + 1 + HashBuckets;

    /// <summary>
    /// The hash that stands for a text: XXH3 of its UTF-16. Among a million values of a vocabulary and a billion others, the chance that any two have one
    /// hash is one in 18,000.
    /// </summary>
    /// <param name="text">The text.</param>
    public static ulong HashOf(ReadOnlySpan<char> text) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text));

    /// <summary>Whether a value has an embedding of its own.</summary>
    /// <param name="hash">Its <see cref="HashOf"/>.</param>
    public bool IsKnown(ulong hash) => _codes.ContainsKey(hash);

    /// <summary>The code of a value.</summary>
    /// <param name="hash">Its <see cref="HashOf"/>.</param>
    public int CodeOf(ulong hash) => _codes.TryGetValue(hash, out int code) ? code
        : HashBuckets == 0 ? 0
        : _firstBucket + (int)(hash % (ulong)HashBuckets);

    /// <summary>The code of a value.</summary>
    /// <param name="text">The value; empty for a missing one.</param>
    public int CodeOf(ReadOnlySpan<char> text) => CodeOf(HashOf(text));

    /// <summary>The codes of the texts of a column, by their places in its list: each text is looked up once, however often it is there.</summary>
    /// <param name="column">The column.</param>
    /// <returns>As many codes as there are texts.</returns>
    public ReadOnlySpan<int> CodesOf(CodedTextColumn column) => _codesOfLists.GetOrCreateValue(column.Texts).Of(column.Texts, this);

    /// <summary>The codes of a list of texts, which may grow.</summary>
    private sealed class CodeList
    {
        private int[] _codes = [];
        private int _count;

        public ReadOnlySpan<int> Of(IReadOnlyList<string> texts, Vocabulary vocabulary)
        {
            lock (this)
            {
                int count = texts.Count;
                if (_codes.Length < count)
                {
                    Array.Resize(ref _codes, Math.Max(count, 2 * _codes.Length));
                }

                for (; _count < count; _count++)
                {
                    _codes[_count] = vocabulary.CodeOf(texts[_count]);
                }

                return _codes.AsSpan(0, count);
            }
        }
    }
}
