using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Features;

/// <summary>Options of the embedding table of a feature, for features of any plugin to include.</summary>
[PluginOptions]
public sealed partial record EmbeddingOptions
{
    /// <summary>The table's name: features that name one table share its values and vectors. null for a table of the feature's own.</summary>
    [MinLength(1)]
    public string? Table { get; init; }

    /// <summary>The length of a vector; null for embeddingDimension of data.features.</summary>
    [Range(1, 4096)]
    public int? Dimension { get; init; }

    /// <summary>Whether the length follows from the number of rows V: 6 V^(1/4), rounded to the nearest multiple of 4.</summary>
    public bool AutoDimension { get; init; }

    /// <summary>The standard deviation of fresh vectors; null for initialDeviation of data.features.</summary>
    [Range(0.0, 100.0)]
    public double? InitialDeviation { get; init; }

    /// <summary>The table.</summary>
    /// <param name="name">Its name where the options name none.</param>
    /// <param name="rows">Where its rows come from.</param>
    public EmbeddingTable ToTable(string name, TableRows rows) => new(Table ?? name, rows)
    {
        Dimension = AutoDimension ? EmbeddingTable.AutomaticDimension : Dimension,
        InitialDeviation = InitialDeviation,
    };

    private void Validate(OptionsSection section)
    {
        if (AutoDimension && Dimension is not null)
        {
            section.Report("dimension", "is of no use where autoDimension is true; set one of the two");
        }
    }
}
