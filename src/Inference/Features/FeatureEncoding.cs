using MmoePipeline.Inference.Tables;
using MmoePipeline.Modeling;

namespace MmoePipeline.Inference.Features;

/// <summary>All that was learnt from the training rows about how to encode features.</summary>
/// <param name="Categorical">The vocabularies, in the order of the fields.</param>
/// <param name="Numeric">The scalings, in the order of the fields.</param>
internal sealed record FeatureEncoding(ImmutableArray<ColumnVocabulary> Categorical, ImmutableArray<ColumnScaling> Numeric)
{
    /// <summary>What was learnt for the named features, in the order of the configuration.</summary>
    public ImmutableArray<StoredFeature> Features { get; init; } = [];

    /// <summary>The embedding tables of named features.</summary>
    public ImmutableArray<StoredTable> Tables { get; init; } = [];

    /// <summary>The layout of the short forms.</summary>
    /// <param name="embeddingDimension">The length of an embedding.</param>
    /// <exception cref="BadInputException">The columns have more embeddings than can be numbered.</exception>
    public FeatureLayout Layout(int embeddingDimension)
    {
        var fields = ImmutableArray.CreateBuilder<CategoricalField>(Categorical.Length);
        long rows = Categorical.Sum(vocabulary => (long)vocabulary.Cardinality);
        if (rows > int.MaxValue)
        {
            ColumnVocabulary largest = Categorical.MaxBy(vocabulary => vocabulary.Cardinality)!;
            throw new BadInputException(
                DataCodes.TooManyEmbeddings,
                "data.features",
                $"the categorical features need {rows} embeddings, '{largest.Column}' alone {largest.Cardinality}; all together can have {int.MaxValue}. "
                + "Set a smaller maximumVocabulary or fewer hashBuckets.");
        }

        int offset = 0;
        foreach (ColumnVocabulary vocabulary in Categorical)
        {
            fields.Add(new CategoricalField(vocabulary.Column, vocabulary.Cardinality, offset));
            offset += vocabulary.Cardinality;
        }

        return new FeatureLayout(fields.MoveToImmutable(), [.. Numeric.Select(scaling => scaling.Column)], embeddingDimension);
    }
}
