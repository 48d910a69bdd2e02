using MmoePipeline.Composition;
using MmoePipeline.Data;
using MmoePipeline.Features;
using MmoePipeline.Plugins.Features.Statistics;

namespace MmoePipeline.Plugins.Features.Hash;

/// <summary>A category without a vocabulary: the hash of a value chooses its vector among a fixed number.</summary>
/// <remarks>
/// <para>
/// A value's row of the table is 1 + h(text) mod <c>buckets</c>, with XXH3 of its UTF-16 for h; a missing value, as an empty text, has row 0. With two functions, of which the
/// second is XXH3 with another seed, a value has two vectors of one table, which are concatenated, added (Svenstrup, Hansen and Winther, Hash Embeddings, NeurIPS 2017,
/// with weights of 1; Zhang et al., RecSys 2020, double hashing) or multiplied (Shi et al., KDD 2020): with B buckets there are about B^2 / 2 pairs of vectors instead of B
/// vectors.
/// </para>
/// <para>
/// When to use it: for identities of so many values, or values that change so fast, that a vocabulary is too large or soon outdated. Values that training never saw get the vectors of
/// others, which were trained for those, where <c>category</c> has one vector for all of them.
/// </para>
/// </remarks>
/// <param name="options">The column, the buckets and the vectors.</param>
[Plugin("hash")]
public sealed class HashFeature(HashFeatureOptions options) : IFeature
{
    /// <inheritdoc/>
    public string Name => options.Name ?? options.Column;

    /// <inheritdoc/>
    public ImmutableArray<ColumnRequest> Columns => [new(options.Column, ColumnForm.Text)];

    /// <inheritdoc/>
    public ImmutableArray<EmbeddingTable> Tables => [options.Embedding.ToTable(Name, new TableRows.Numbered(options.Buckets + 1))];

    /// <inheritdoc/>
    public FeatureLearner CreateLearner(ImmutableArray<VocabularyLearner?> vocabularies) => new PresenceLearner(options.Column);

    /// <inheritdoc/>
    public FeatureEncoder CreateEncoder(FeatureState state) => new HashEncoder(options);
}
