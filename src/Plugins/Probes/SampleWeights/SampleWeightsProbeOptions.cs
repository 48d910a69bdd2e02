using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.Probes.SampleWeights;

/// <summary>Options of the sample-weights probe.</summary>
[PluginOptions]
public sealed partial record SampleWeightsProbeOptions
{
    /// <summary>A categorical feature by whose values weights are told too; null for none.</summary>
    public string? Field { get; init; }

    /// <summary>How many of the field's values are told apart: the most frequent ones.</summary>
    [Range(1, 1000)]
    public int Values { get; init; } = 8;

    /// <summary>How many labels of a task are told apart: the most frequent ones, rounded to whole numbers.</summary>
    [Range(1, 1000)]
    public int Labels { get; init; } = 10;
}
