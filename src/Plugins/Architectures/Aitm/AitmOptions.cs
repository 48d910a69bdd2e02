using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Modeling.Experts;
using MmoePipeline.Modeling.Gates;

namespace MmoePipeline.Plugins.Architectures.Aitm;

/// <summary>Options of adaptive information transfer.</summary>
[PluginOptions]
public sealed partial record AitmOptions
{
    /// <summary>
    /// The names of binary tasks, from the first step to the last. All tasks in the configured order by default; tasks outside
    /// of a given chain stand alone.
    /// </summary>
    public ImmutableArray<string> Chain { get; init; } = [];

    /// <summary>The weight of the behavioural expectation calibrator in the loss; 0 leaves it out.</summary>
    [Range(0.0, 1000.0)]
    public double CalibratorWeight { get; init; } = 0.6;

    /// <summary>Layers behind the embedding that tasks share.</summary>
    [IncludedOptions]
    public SharedLayersOptions Shared { get; init; } = new();

    /// <summary>The banks of experts that each task's gate mixes for its own layers; none, as in the paper, by default.</summary>
    public ImmutableArray<PluginSlot<IExpert>> Experts { get; init; } = [];

    /// <summary>The gates, where there are experts.</summary>
    public GateOptions Gate { get; init; } = new();

    /// <summary>Widths of each task's own layers; the last is the width of what is transferred.</summary>
    [Length(1, 64)]
    [ItemRange(1, 65536)]
    public ImmutableArray<int> Hidden { get; init; } = [64, 32];

    /// <summary>The towers, behind the transfer.</summary>
    public TowerOptions Tower { get; init; } = new() { Hidden = [] };

    private void Validate(OptionsSection section)
    {
        if (Chain.Length == 1 || Chain.Distinct().Count() != Chain.Length)
        {
            section.Report("chain", "must name at least two tasks, each once");
        }

        if (Experts.IsEmpty && Gate != new GateOptions())
        {
            section.Report("gate", "is used only with experts");
        }
    }
}
