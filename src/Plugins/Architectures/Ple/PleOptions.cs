using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Modeling.Experts;
using MmoePipeline.Modeling.Gates;

namespace MmoePipeline.Plugins.Architectures.Ple;

/// <summary>Options of progressive layered extraction.</summary>
[PluginOptions]
public sealed partial record PleOptions
{
    /// <summary>Layers between the embedded input and the first level.</summary>
    [IncludedOptions]
    public SharedLayersOptions Shared { get; init; } = new();

    /// <summary>The number of levels.</summary>
    [Range(1, 16)]
    public int Levels { get; init; } = 2;

    /// <summary>The banks of experts that tasks share, in every level; all experts' outputs need one width.</summary>
    [Length(1, int.MaxValue)]
    public required ImmutableArray<PluginSlot<IExpert>> Experts { get; init; }

    /// <summary>The banks of experts that each task gets for itself, in every level.</summary>
    [Length(1, int.MaxValue)]
    public required ImmutableArray<PluginSlot<IExpert>> TaskExperts { get; init; }

    /// <summary>The gates of every level. What a gate reads is by default what its task's experts read.</summary>
    public GateOptions Gate { get; init; } = new();

    /// <summary>The towers.</summary>
    public TowerOptions Tower { get; init; } = new();
}
