using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.DataSources.Funnel;

/// <summary>Options of a generated funnel.</summary>
[PluginOptions]
public sealed partial record FunnelDataSourceOptions
{
    /// <summary>The number of impressions.</summary>
    [Range(1L, 1_000_000_000L)]
    public long Rows { get; init; } = 200_000;

    /// <summary>The number of users.</summary>
    [Range(1, 10_000_000)]
    public int Users { get; init; } = 1000;

    /// <summary>The number of items; those of low number are shown more often.</summary>
    [Range(1, 10_000_000)]
    public int Items { get; init; } = 300;

    /// <summary>The share of impressions that are clicked.</summary>
    [Range(0.0001, 0.9999)]
    public double ClickRate { get; init; } = 0.1;

    /// <summary>The share of clicks that convert.</summary>
    [Range(0.0001, 0.9999)]
    public double ConversionRate { get; init; } = 0.1;

    /// <summary>The seed: the same options give the same rows, whatever the run's seed.</summary>
    public long Seed { get; init; }
}
