using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Features;

namespace MmoePipeline.Plugins.Features.Category;

/// <summary>Options of a category.</summary>
[PluginOptions]
public sealed partial record CategoryFeatureOptions
{
    /// <summary>The feature's name; null for the column's.</summary>
    [MinLength(1)]
    public string? Name { get; init; }

    /// <summary>The column.</summary>
    [Length(1, int.MaxValue)]
    public required string Column { get; init; }

    /// <summary>Which values get a vector of their own.</summary>
    [IncludedOptions]
    public VocabularyOptions Vocabulary { get; init; } = new();

    /// <summary>The vectors.</summary>
    [IncludedOptions]
    public EmbeddingOptions Embedding { get; init; } = new();
}
