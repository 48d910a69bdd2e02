using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Modeling.Experts;
using MmoePipeline.Modeling.Gates;

namespace MmoePipeline.Plugins.Architectures.SingleTask;

/// <summary>Options of separate networks.</summary>
[PluginOptions]
public sealed partial record SingleTaskOptions
{
    /// <summary>Layers between each task's embedded input and its experts.</summary>
    [IncludedOptions]
    public SharedLayersOptions Shared { get; init; } = new();

    /// <summary>The banks of experts that each task gets for itself; their outputs need one width.</summary>
    [Length(1, int.MaxValue)]
    public required ImmutableArray<PluginSlot<IExpert>> Experts { get; init; }

    /// <summary>Each task's gate over its own experts.</summary>
    public GateOptions Gate { get; init; } = new();

    /// <summary>The towers.</summary>
    public TowerOptions Tower { get; init; } = new();
}
