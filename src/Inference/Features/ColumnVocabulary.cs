using System.Text.Json.Serialization;
using MmoePipeline.Features;

namespace MmoePipeline.Inference.Features;

/// <summary>The values of a categorical column that have an embedding of their own.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Values">The values in ordinal order; the value at index i is encoded as i + 1. A missing value is the empty text.</param>
/// <param name="HashBuckets">
/// Where above 0, any other value is encoded as <c>Values.Length + 1</c> and its hash (<see cref="Vocabulary.HashOf"/>) modulo this number;
/// where 0, as 0.
/// </param>
internal sealed record ColumnVocabulary(string Column, ImmutableArray<string> Values, int HashBuckets = 0)
{
    /// <summary>The code of every value.</summary>
    public Vocabulary ToVocabulary() => new(Values, HashBuckets);

    /// <summary>The number of different codes.</summary>
    [JsonIgnore]
    public int Cardinality => Values.Length + 1 + HashBuckets;
}
