using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Features;

namespace GeohashFeature;

/// <summary>Options of geohashes.</summary>
[PluginOptions]
public sealed partial record GeohashCellFeatureOptions
{
    /// <summary>The feature's name.</summary>
    [MinLength(1)]
    public string Name { get; init; } = "geohash";

    /// <summary>The column of latitudes, in degrees.</summary>
    [Length(1, int.MaxValue)]
    public required string Latitude { get; init; }

    /// <summary>The column of longitudes, in degrees.</summary>
    [Length(1, int.MaxValue)]
    public required string Longitude { get; init; }

    /// <summary>How many characters the name of a cell has: 4 are 39 km by 20 km at the equator, 5 are 4.9 km by 4.9 km, 6 are 1.2 km by 0.6 km.</summary>
    [Range(1, Geohash.LongestName)]
    public int Precision { get; init; } = 5;

    /// <summary>In how many training rows a cell has to be to get a vector of its own; others share one.</summary>
    [Range(1, int.MaxValue)]
    public int MinimumFrequency { get; init; } = 1;

    /// <summary>How many cells get a vector of their own at most, the commonest.</summary>
    [Range(1, 1 << 28)]
    public int MaximumCells { get; init; } = 1_000_000;

    /// <summary>The vectors.</summary>
    [IncludedOptions]
    public EmbeddingOptions Embedding { get; init; } = new();
}
