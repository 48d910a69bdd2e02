using System.Text.Json;

namespace MmoePipeline.Features;

/// <summary>What was learnt for a feature.</summary>
/// <param name="Values">The <see cref="FeatureLearner.State"/>.</param>
/// <param name="Vocabularies">For each of the feature's tables its values; null where rows are <see cref="TableRows.Numbered"/>.</param>
public sealed record FeatureState(JsonElement Values, ImmutableArray<Vocabulary?> Vocabularies);
