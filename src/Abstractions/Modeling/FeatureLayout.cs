namespace MmoePipeline.Modeling;

/// <summary>What the encoded features of a row are. All categorical fields share one embedding table.</summary>
/// <param name="Categorical">The categorical fields, in the order of the encoded columns.</param>
/// <param name="Numeric">The names of the numeric fields, in the order of the encoded columns.</param>
/// <param name="EmbeddingDimension">The length of an embedding vector.</param>
public sealed record FeatureLayout(
    ImmutableArray<CategoricalField> Categorical,
    ImmutableArray<string> Numeric,
    int EmbeddingDimension)
{
    /// <summary>The number of rows of the embedding table.</summary>
    public int TableRows => Categorical.Sum(categorical => categorical.Cardinality);

    /// <summary>
    /// The width of the embedded input: the embeddings of the categorical fields one after another, then the numeric
    /// fields.
    /// </summary>
    public int InputWidth => (Categorical.Length * EmbeddingDimension) + Numeric.Length;
}
