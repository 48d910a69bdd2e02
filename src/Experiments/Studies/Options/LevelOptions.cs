using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Experiments.Studies.Options;

/// <summary>The figure of a variant, and a number that it is compared with.</summary>
[PluginOptions]
internal sealed partial record LevelOptions
{
    /// <summary>The variant.</summary>
    [MinLength(1)]
    public required string Variant { get; init; }

    /// <summary>The number.</summary>
    [Range(-1e12, 1e12)]
    public required double Than { get; init; }
}
