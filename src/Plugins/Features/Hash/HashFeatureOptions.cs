using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Features;

namespace MmoePipeline.Plugins.Features.Hash;

/// <summary>Options of a category without a vocabulary.</summary>
[PluginOptions]
public sealed partial record HashFeatureOptions
{
    /// <summary>The feature's name; null for the column's.</summary>
    [MinLength(1)]
    public string? Name { get; init; }

    /// <summary>The column.</summary>
    [Length(1, int.MaxValue)]
    public required string Column { get; init; }

    /// <summary>Over how many vectors values are spread. Missing values have a vector of their own, in addition.</summary>
    [Range(1, 1 << 28)]
    public required int Buckets { get; init; }

    /// <summary>
    /// How many hash functions: 1, or 2 into the same table. Of two values that share a vector by one function, hardly any share that of the other as well.
    /// </summary>
    [Range(1, 2)]
    public int Functions { get; init; } = 1;

    /// <summary>What becomes of the two vectors of a value where there are two functions.</summary>
    public HashCombination Combine { get; init; } = HashCombination.Concatenate;

    /// <summary>The vectors.</summary>
    [IncludedOptions]
    public EmbeddingOptions Embedding { get; init; } = new();

    private void Validate(OptionsSection section)
    {
        if (Functions == 1 && Combine != HashCombination.Concatenate)
        {
            section.Report("combine", "is of no use with one hash function; set functions to 2");
        }
    }
}
