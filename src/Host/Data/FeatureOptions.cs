using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Host.Data;

/// <summary>Which columns are features, and how they are encoded.</summary>
[PluginOptions]
internal sealed partial record FeatureOptions
{
    /// <summary>
    /// Columns of numbers: each is read by numericScale, then standardised with the mean and deviation of the training rows.
    /// </summary>
    public ImmutableArray<string> Numeric { get; init; } = [];

    /// <summary>
    /// How numbers are read: as log(1 + x), for amounts and counts, which have to be above -1; or linear, as they are.
    /// </summary>
    public NumericScale NumericScale { get; init; } = NumericScale.Logarithm;

    /// <summary>
    /// Columns of categories: each value that the training rows have gets an embedding, all others share one.
    /// </summary>
    public ImmutableArray<string> Categorical { get; init; } = [];

    /// <summary>The length of an embedding.</summary>
    [Range(1, 4096)]
    public int EmbeddingDimension { get; init; } = 8;

    private void Validate(OptionsSection section)
    {
        if (Numeric.IsEmpty && Categorical.IsEmpty)
        {
            section.Report(null, "there are no features; name columns under numeric or categorical");
        }

        foreach (IGrouping<string, string> twice in Numeric.Concat(Categorical).GroupBy(column => column).Where(group => group.Count() > 1))
        {
            section.Report(
                Categorical.Contains(twice.Key) ? "categorical" : "numeric",
                $"\"{twice.Key}\" is named twice; a column can be a feature once, numeric or categorical");
        }
    }
}
