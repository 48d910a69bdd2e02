namespace MmoePipeline.Events;

/// <summary>How many of the values of a categorical column got an embedding of their own.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Values">The different values of the training rows.</param>
/// <param name="IsEstimate">Whether their number is an estimate, because there were too many to remember.</param>
/// <param name="Kept">The values that have an embedding of their own.</param>
/// <param name="RareRows">The training rows that have another value.</param>
/// <param name="HashBuckets">The embeddings over which other values are spread; 0 where they share one.</param>
public sealed record VocabularySize(string Column, long Values, bool IsEstimate, int Kept, long RareRows, int HashBuckets)
{
    /// <summary>The values that have none.</summary>
    public long Rare => Math.Max(Values - Kept, RareRows > 0 ? 1 : 0);
}
