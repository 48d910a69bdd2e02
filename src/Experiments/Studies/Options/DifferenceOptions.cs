using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Experiments.Studies.Options;

/// <summary>The figure of one variant minus that of another.</summary>
[PluginOptions]
internal sealed partial record DifferenceOptions
{
    /// <summary>The variant.</summary>
    [MinLength(1)]
    public required string Variant { get; init; }

    /// <summary>The variant that it is compared with.</summary>
    [MinLength(1)]
    public required string Than { get; init; }
}
