namespace MmoePipeline.Features;

/// <summary>Which values of a column get an embedding of their own.</summary>
/// <param name="MinimumFrequency">How often a value has to be there in the training rows; at least 1.</param>
/// <param name="MaximumValues">How many values at most, the commonest.</param>
/// <param name="HashBuckets">Over how many embeddings the others are spread by their hash; 0 for one.</param>
public sealed record VocabularyLimits(int MinimumFrequency, int MaximumValues, int HashBuckets)
{
    private const int FewestCandidates = 1 << 16;

    /// <summary>
    /// How many values are counted at once while a table is read. Where there are more, the rarest half is forgotten, and begins to count from 0 when it
    /// is met again.
    /// </summary>
    public int Candidates { get; init; } = Math.Max(2 * MaximumValues, FewestCandidates);
}
