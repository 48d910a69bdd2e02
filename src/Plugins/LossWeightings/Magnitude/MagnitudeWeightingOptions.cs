using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.LossWeightings.Magnitude;

/// <summary>Options of weighting by magnitude.</summary>
[PluginOptions]
public sealed partial record MagnitudeWeightingOptions
{
    /// <summary>What a loss is compared with.</summary>
    public MagnitudeMeasure Measure { get; init; } = MagnitudeMeasure.FirstBatches;

    /// <summary>The number of batches of the mean; for the running mean, one batch counts <c>1 / batches</c>.</summary>
    [Range(1, 1_000_000)]
    public int Batches { get; init; } = 100;
}
