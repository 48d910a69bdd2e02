using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Features;

namespace MmoePipeline.Runs.Options.Data;

/// <summary>Which columns are features, and how they are encoded.</summary>
[PluginOptions]
public sealed partial record FeatureOptions
{
    /// <summary>
    /// Columns of numbers: each is read by numericScale, then standardised with the mean and deviation of the training rows.
    /// </summary>
    public ImmutableArray<string> Numeric { get; init; } = [];

    /// <summary>
    /// How numbers are read: as log(1 + x), for amounts and counts, which have to be above -1; or linear, as they are.
    /// </summary>
    public NumericScale NumericScale { get; init; } = NumericScale.Logarithm;

    /// <summary>What becomes of a row that has no value in a numeric feature: it can't be used, or the mean of the training rows is used for it.</summary>
    public MissingNumeric MissingNumeric { get; init; } = MissingNumeric.Reject;

    /// <summary>
    /// Columns of categories: each value that the training rows have gets an embedding, within minimumFrequency and maximumVocabulary;
    /// all others share one, or hashBuckets of them.
    /// </summary>
    public ImmutableArray<string> Categorical { get; init; } = [];

    /// <summary>
    /// In how many training rows a categorical value has to be to get an embedding of its own; rarer ones are encoded as those that
    /// training never saw.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int MinimumFrequency { get; init; } = 1;

    /// <summary>How many values of a categorical column get an embedding of their own at most, the commonest.</summary>
    [Range(1, 1 << 28)]
    public int MaximumVocabulary { get; init; } = 1_000_000;

    /// <summary>
    /// Over how many embeddings a column's other values are spread, by the hash of their text, those included that training never saw;
    /// 0 lets them share one.
    /// </summary>
    [Range(0, 1 << 28)]
    public int HashBuckets { get; init; }

    /// <summary>The length of an embedding.</summary>
    [Range(1, 4096)]
    public int EmbeddingDimension { get; init; } = 8;

    /// <summary>The standard deviation of fresh embeddings, where a feature's table names none.</summary>
    [Range(0.0, 100.0)]
    public double InitialDeviation { get; init; } = 0.1;

    /// <summary>The chance of each value of the network's input, embeddings and numbers, to be set to 0 in a training step.</summary>
    [Range(0.0, 0.99)]
    public double EmbeddingDropout { get; init; }

    /// <summary>
    /// Features of any type, each with a name and options of its own: numbers, categories, hashes, crosses, tags, sequences, vectors, times. numeric and
    /// categorical are the short form for columns that need no options.
    /// </summary>
    public ImmutableArray<PluginSlot<IFeature>> Named { get; init; } = [];

    /// <summary>Which values of the categorical columns get an embedding of their own.</summary>
    public VocabularyLimits ToVocabularyLimits() => new(MinimumFrequency, MaximumVocabulary, HashBuckets);

    private void Validate(OptionsSection section)
    {
        if (Numeric.IsEmpty && Categorical.IsEmpty && Named.IsEmpty)
        {
            section.Report(null, "there are no features; name columns under numeric or categorical, or features under named");
        }

        if ((long)HashBuckets * Categorical.Length > int.MaxValue)
        {
            section.Report(
                "hashBuckets",
                $"is {HashBuckets}, which makes {(long)HashBuckets * Categorical.Length} embeddings for {Categorical.Length} columns; all columns together can have {int.MaxValue}");
        }

        foreach (IGrouping<string, string> twice in Numeric.Concat(Categorical).GroupBy(column => column).Where(group => group.Count() > 1))
        {
            section.Report(
                Categorical.Contains(twice.Key) ? "categorical" : "numeric",
                $"\"{twice.Key}\" is named twice; a column can be a feature once, numeric or categorical");
        }
    }
}
