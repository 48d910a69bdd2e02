using MmoePipeline.Runs.Options.Data;

namespace MmoePipeline.Engine.Data.Columns;

/// <summary>Which values of a categorical column get an embedding of their own.</summary>
/// <param name="MinimumFrequency">In how many training rows a value has to be.</param>
/// <param name="MaximumValues">How many values at most, the commonest.</param>
/// <param name="HashBuckets">Over how many embeddings the others are spread; 0 for one.</param>
internal sealed record VocabularyLimits(int MinimumFrequency, int MaximumValues, int HashBuckets)
{
    private const int FewestCandidates = 1 << 16;

    /// <summary>
    /// How many values are counted at once while the table is read. Where there are more, the rarest half is forgotten, and begins to
    /// count anew when it is met again.
    /// </summary>
    public int Candidates { get; init; } = Math.Max(2 * MaximumValues, FewestCandidates);

    /// <summary>The limits of a run.</summary>
    public static VocabularyLimits Of(FeatureOptions features) =>
        new(features.MinimumFrequency, features.MaximumVocabulary, features.HashBuckets);
}
