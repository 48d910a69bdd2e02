using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Experiments.Studies.Options;

/// <summary>A study: variants of a run, and claims about them that their runs decide.</summary>
[PluginOptions]
internal sealed partial record StudyOptions
{
    /// <summary>The title.</summary>
    [MinLength(1)]
    public required string Title { get; init; }

    /// <summary>The question that it answers, and what was set up for it to be answered.</summary>
    [MinLength(1)]
    public required string Question { get; init; }

    /// <summary>The configuration that variants change.</summary>
    [OptionPath]
    public required string Configuration { get; init; }

    /// <summary>Changes for all variants: configuration paths and values.</summary>
    public ImmutableSortedDictionary<string, string> Set { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The number of seeds, from 0 on, that each variant is run with.</summary>
    [Range(1, 1000)]
    public int Seeds { get; init; } = 5;

    /// <summary>The shorter form.</summary>
    public StudyQuickOptions Quick { get; init; } = new();

    /// <summary>What is run.</summary>
    [Length(1, 100)]
    public required ImmutableArray<StudyVariantOptions> Variants { get; init; }

    /// <summary>What is claimed of the variants.</summary>
    [Length(1, 100)]
    public required ImmutableArray<ClaimOptions> Claims { get; init; }
}
