using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Events;
using MmoePipeline.Losses;
using MmoePipeline.Modeling;
using MmoePipeline.Probing;
using MmoePipeline.Runs.Options.Data;
using MmoePipeline.Runs.Options.Training;
using MmoePipeline.Tasks;

namespace MmoePipeline.Runs.Options;

/// <summary>A run: what to train on which data, and how.</summary>
[PluginOptions]
public sealed partial record RunConfiguration
{
    /// <summary>The run itself: its name, seed, place and device.</summary>
    public RunOptions Run { get; init; } = new();

    /// <summary>Plugins that are not the program's own.</summary>
    public PluginsOptions Plugins { get; init; } = new();

    /// <summary>The data.</summary>
    public required DataOptions Data { get; init; }

    /// <summary>What is predicted for a row.</summary>
    [Length(1, int.MaxValue)]
    public required ImmutableArray<PluginSlot<ITask>> Tasks { get; init; }

    /// <summary>The network.</summary>
    public required PluginSlot<IArchitecture> Model { get; init; }

    /// <summary>Makes one loss out of the tasks' losses.</summary>
    public required PluginSlot<LossWeighting> Loss { get; init; }

    /// <summary>How it is trained.</summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>What watches the run.</summary>
    public ImmutableArray<PluginSlot<Probe>> Probes { get; init; } = [];

    /// <summary>What hears of the run's events.</summary>
    public ImmutableArray<PluginSlot<IEventHandler>> Handlers { get; init; } = [];
}
