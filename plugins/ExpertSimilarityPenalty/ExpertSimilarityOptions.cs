using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace ExpertSimilarityPenalty;

/// <summary>Options of the similarity penalty.</summary>
[PluginOptions]
public sealed partial record ExpertSimilarityOptions
{
    /// <summary>What the mean similarity is multiplied by.</summary>
    [Range(0.0, 1000.0)]
    public double Weight { get; init; } = 0.01;
}
