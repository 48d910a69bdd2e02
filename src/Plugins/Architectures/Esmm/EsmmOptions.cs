using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Modeling.Experts;
using MmoePipeline.Modeling.Gates;

namespace MmoePipeline.Plugins.Architectures.Esmm;

/// <summary>Options of the entire space multi-task model.</summary>
[PluginOptions]
public sealed partial record EsmmOptions
{
    /// <summary>The name of the binary task that predicts clicks.</summary>
    [MinLength(1)]
    public required string Click { get; init; }

    /// <summary>The name of the binary task that predicts clicks with a conversion.</summary>
    [MinLength(1)]
    public required string Conversion { get; init; }

    /// <summary>Layers behind the embedding that tasks share.</summary>
    [IncludedOptions]
    public SharedLayersOptions Shared { get; init; } = new();

    /// <summary>The banks of experts that each task's gate mixes for its tower; none, as in the paper, by default.</summary>
    public ImmutableArray<PluginSlot<IExpert>> Experts { get; init; } = [];

    /// <summary>The gates, where there are experts.</summary>
    public GateOptions Gate { get; init; } = new();

    /// <summary>The towers.</summary>
    public TowerOptions Tower { get; init; } = new() { Hidden = [64, 32] };

    private void Validate(OptionsSection section)
    {
        if (Click == Conversion)
        {
            section.Report("conversion", "must be another task than click");
        }

        if (Experts.IsEmpty && Gate != new GateOptions())
        {
            section.Report("gate", "is used only with experts");
        }
    }
}
