using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Features;

namespace MmoePipeline.Plugins.Features.Cross;

/// <summary>Options of a category made of several columns.</summary>
[PluginOptions]
public sealed partial record CrossFeatureOptions
{
    /// <summary>The feature's name; null for those of the columns, with x between them.</summary>
    [MinLength(1)]
    public string? Name { get; init; }

    /// <summary>The columns, at least two.</summary>
    [Length(2, int.MaxValue)]
    public required ImmutableArray<string> Columns { get; init; }

    /// <summary>Where above 0, there is no vocabulary: the hash of a combination chooses its vector among this number.</summary>
    [Range(0, 1 << 28)]
    public int Buckets { get; init; }

    /// <summary>
    /// Which combinations get a vector of their own. values names a combination by its texts with | between them, and \| and \\ for these characters within a text.
    /// </summary>
    [IncludedOptions]
    public VocabularyOptions Vocabulary { get; init; } = new();

    /// <summary>The vectors.</summary>
    [IncludedOptions]
    public EmbeddingOptions Embedding { get; init; } = new();

    /// <summary>Where the rows of the table come from.</summary>
    internal TableRows ToRows() => Buckets > 0 ? new TableRows.Numbered(Buckets + 1) : Vocabulary.ToRows();

    private void Validate(OptionsSection section)
    {
        if (Columns.GroupBy(column => column, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            section.Report("columns", $"has \"{twice.Key}\" {twice.Count()} times; expected each column once");
        }

        if (Vocabulary.Identities > 0)
        {
            section.Report("identities", "is of no use to a cross: combinations are not whole numbers");
        }

        if (Buckets > 0 && Vocabulary != new VocabularyOptions())
        {
            section.Report("buckets", "leaves no vocabulary; remove the options minimumFrequency, maximumVocabulary, hashBuckets and values, or buckets");
        }
    }
}
