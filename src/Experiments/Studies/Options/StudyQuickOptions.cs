using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Experiments.Studies.Options;

/// <summary>The shorter form of a study: fewer seeds, shorter runs.</summary>
[PluginOptions]
internal sealed partial record StudyQuickOptions
{
    /// <summary>The number of seeds, from 0 on.</summary>
    [Range(1, 1000)]
    public int Seeds { get; init; } = 2;

    /// <summary>Changes for all variants, over their own: configuration paths and values.</summary>
    public ImmutableSortedDictionary<string, string> Set { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
