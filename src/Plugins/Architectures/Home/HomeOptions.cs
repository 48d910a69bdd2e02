using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Modeling.Gates;

namespace MmoePipeline.Plugins.Architectures.Home;

/// <summary>Options of the hierarchy of multi-gate experts.</summary>
[PluginOptions]
public sealed partial record HomeOptions
{
    /// <summary>The groups of tasks that are alike, each a list of names; every task of the run is in one of them.</summary>
    [Length(1, int.MaxValue)]
    public required ImmutableArray<ImmutableArray<string>> Groups { get; init; }

    /// <summary>Layers between the embedded input and the first level.</summary>
    [IncludedOptions]
    public SharedLayersOptions Shared { get; init; } = new();

    /// <summary>The number of experts in each set: for all tasks, for each group, and for each task.</summary>
    [Range(1, 4096)]
    public int Count { get; init; } = 2;

    /// <summary>Widths of an expert's layers; the last is the width of its output.</summary>
    [Length(1, 64)]
    [ItemRange(1, 65536)]
    public ImmutableArray<int> Hidden { get; init; } = [64, 32];

    /// <summary>The rank of each expert's feature gate over the input's values; 0 leaves feature gates out.</summary>
    [Range(0, 65536)]
    public int FeatureGateRank { get; init; } = 8;

    /// <summary>The gates of both levels.</summary>
    public GateOptions Gate { get; init; } = new();

    /// <summary>The towers.</summary>
    public TowerOptions Tower { get; init; } = new();

    private void Validate(OptionsSection section)
    {
        if (Groups.Any(group => group.IsEmpty))
        {
            section.Report("groups", "must not hold an empty group");
        }

        if (Groups.SelectMany(group => group).GroupBy(task => task).FirstOrDefault(task => task.Count() > 1) is { } twice)
        {
            section.Report("groups", $"must name each task once, found '{twice.Key}' twice");
        }
    }
}
