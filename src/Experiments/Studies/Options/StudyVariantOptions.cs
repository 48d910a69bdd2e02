using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Experiments.Studies.Options;

/// <summary>One of the things that a study compares.</summary>
[PluginOptions]
internal sealed partial record StudyVariantOptions
{
    /// <summary>The name that claims know it by.</summary>
    [RegularExpression("[A-Za-z0-9][A-Za-z0-9._+-]*")]
    public required string Name { get; init; }

    /// <summary>The configuration, where it is not the study's.</summary>
    [OptionPath]
    public string? Configuration { get; init; }

    /// <summary>Changes, over the study's: configuration paths and values.</summary>
    public ImmutableSortedDictionary<string, string> Set { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The variant whose number of parameters it gets, by hidden sizes scaled until both are within 2 %.</summary>
    [MinLength(1)]
    public string? MatchParameters { get; init; }
}
