using System.ComponentModel.DataAnnotations;
using System.Globalization;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Plugins.DataSources.Synthetic;

/// <summary>Options of the synthetic tasks.</summary>
[PluginOptions]
public sealed partial record SyntheticDataSourceOptions
{
    /// <summary>The number of rows.</summary>
    [Range(1L, 1_000_000_000L)]
    public long Rows { get; init; } = 100_000;

    /// <summary>The number of features d.</summary>
    [Range(2, 10_000)]
    public int Dimensions { get; init; } = 64;

    /// <summary>The number of tasks.</summary>
    [Range(2, 100)]
    public int Tasks { get; init; } = 2;

    /// <summary>
    /// The cosine p of the first task's weight vector and of each other's; of more than two tasks, two that are both not the first
    /// have the cosine p^2.
    /// </summary>
    [Range(-1.0, 1.0)]
    public double Correlation { get; init; }

    /// <summary>The length c of the weight vectors.</summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double Scale { get; init; } = 1;

    /// <summary>How many sines are added to the linear part; 0 leaves linear tasks.</summary>
    [Range(0, 1000)]
    public int Sines { get; init; } = 5;

    /// <summary>The standard deviation of the noise.</summary>
    [Range(0.0, 1e6)]
    public double Noise { get; init; } = 0.1;

    /// <summary>What each task's label is multiplied with, so that losses are of different size; all 1 when empty.</summary>
    [ItemRange(1e-9, 1e9)]
    public ImmutableArray<double> LabelScales { get; init; } = [];

    /// <summary>The seed: the same options give the same rows, whatever the run's seed.</summary>
    public long Seed { get; init; }

    private void Validate(OptionsSection section)
    {
        if (!LabelScales.IsEmpty && LabelScales.Length != Tasks)
        {
            section.Report("labelScales", string.Create(CultureInfo.InvariantCulture, $"must have a number for each of the {Tasks} tasks, or none"));
        }

        if (Tasks > Dimensions)
        {
            section.Report("dimensions", string.Create(CultureInfo.InvariantCulture, $"must be at least the number of tasks, {Tasks}"));
        }
    }
}
