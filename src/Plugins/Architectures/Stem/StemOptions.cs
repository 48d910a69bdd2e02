using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Modeling.Experts;
using MmoePipeline.Modeling.Gates;

namespace MmoePipeline.Plugins.Architectures.Stem;

/// <summary>Options of shared and task-specific embeddings.</summary>
[PluginOptions]
public sealed partial record StemOptions
{
    /// <summary>Layers behind the embeddings, which each task has for itself and the shared embedding too.</summary>
    [IncludedOptions]
    public SharedLayersOptions Shared { get; init; } = new();

    /// <summary>The banks of experts that read the shared embedding; all experts' outputs need one width.</summary>
    [Length(1, int.MaxValue)]
    public required ImmutableArray<PluginSlot<IExpert>> Experts { get; init; }

    /// <summary>The banks of experts that each task gets for its own embedding.</summary>
    [Length(1, int.MaxValue)]
    public required ImmutableArray<PluginSlot<IExpert>> TaskExperts { get; init; }

    /// <summary>The gates. What a gate reads is the sum of its task's part and the shared one.</summary>
    public GateOptions Gate { get; init; } = new();

    /// <summary>The towers.</summary>
    public TowerOptions Tower { get; init; } = new();
}
