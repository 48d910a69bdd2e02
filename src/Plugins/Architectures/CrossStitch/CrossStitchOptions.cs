using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Modeling.Layers;

namespace MmoePipeline.Plugins.Architectures.CrossStitch;

/// <summary>Options of cross-stitch networks.</summary>
[PluginOptions]
public sealed partial record CrossStitchOptions
{
    /// <summary>Layers behind the embedding that tasks share.</summary>
    [IncludedOptions]
    public SharedLayersOptions Shared { get; init; } = new();

    /// <summary>Widths of the layers of each task's network; a cross-stitch unit is behind each.</summary>
    [Length(1, 64)]
    [ItemRange(1, 65536)]
    public ImmutableArray<int> Hidden { get; init; } = [64, 32];

    /// <summary>The activation function behind every layer.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>The weight of a task's own layer in the beginning; the other tasks' weights make up for the rest to 1.</summary>
    [Range(0.0, 1.0)]
    public double OwnWeight { get; init; } = 0.9;

    /// <summary>The towers.</summary>
    public TowerOptions Tower { get; init; } = new();
}
