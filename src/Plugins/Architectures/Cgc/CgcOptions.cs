using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Modeling.Experts;
using MmoePipeline.Modeling.Gates;

namespace MmoePipeline.Plugins.Architectures.Cgc;

/// <summary>Options of customized gate control.</summary>
[PluginOptions]
public sealed partial record CgcOptions
{
    /// <summary>Layers between the embedded input and the experts.</summary>
    [IncludedOptions]
    public SharedLayersOptions Shared { get; init; } = new();

    /// <summary>The banks of experts that tasks share; all experts' outputs need one width.</summary>
    [Length(1, int.MaxValue)]
    public required ImmutableArray<PluginSlot<IExpert>> Experts { get; init; }

    /// <summary>The banks of experts that each task gets for itself.</summary>
    [Length(1, int.MaxValue)]
    public required ImmutableArray<PluginSlot<IExpert>> TaskExperts { get; init; }

    /// <summary>The gates.</summary>
    public GateOptions Gate { get; init; } = new();

    /// <summary>The towers.</summary>
    public TowerOptions Tower { get; init; } = new();
}
