using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Features;
using MmoePipeline.Plugins.Features.Lists;

namespace MmoePipeline.Plugins.Features.Tags;

/// <summary>Options of tags.</summary>
[PluginOptions]
public sealed partial record TagsFeatureOptions
{
    /// <summary>The feature's name; null for the column's.</summary>
    [MinLength(1)]
    public string? Name { get; init; }

    /// <summary>The column: a LIST, or texts with a separator.</summary>
    [Length(1, int.MaxValue)]
    public required string Column { get; init; }

    /// <summary>A column with a weight for each tag, numbers from 0 on in lists as long as the tags'; null for weights of 1.</summary>
    [MinLength(1)]
    public string? Weights { get; init; }

    /// <summary>How the vectors of a row's tags become one.</summary>
    public TagPooling Pooling { get; init; } = TagPooling.Mean;

    /// <summary>How lists are read.</summary>
    [IncludedOptions]
    public ListOptions Lists { get; init; } = new();

    /// <summary>Which tags get a vector of their own.</summary>
    [IncludedOptions]
    public VocabularyOptions Vocabulary { get; init; } = new();

    /// <summary>The vectors.</summary>
    [IncludedOptions]
    public EmbeddingOptions Embedding { get; init; } = new();

    private void Validate(OptionsSection section)
    {
        if (Weights is not null && Pooling == TagPooling.Max)
        {
            section.Report("weights", "are of no use where pooling is max");
        }
    }
}

/// <summary>How the vectors of a row's tags become one.</summary>
public enum TagPooling
{
    /// <summary>Their sum: <c>sum w v</c>.</summary>
    Sum,

    /// <summary>Their mean: <c>sum w v / sum w</c>.</summary>
    Mean,

    /// <summary>The largest of each component.</summary>
    Max,

    /// <summary>Their sum over the root of the sum of squared weights: <c>sum w v / sqrt(sum w^2)</c>.</summary>
    Sqrtn,
}
