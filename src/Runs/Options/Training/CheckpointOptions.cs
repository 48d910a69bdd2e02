using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Runs.Options.Training;

/// <summary>Checkpoints that a run can be resumed from. There is one after each epoch, and one when a run is stopped.</summary>
[PluginOptions]
public sealed partial record CheckpointOptions
{
    /// <summary>Within an epoch, one after so many minutes.</summary>
    [Range(0.0, 10_000.0, MinimumIsExclusive = true)]
    public double Minutes { get; init; } = 10;

    /// <summary>Within an epoch, one after so many steps, too; null for none.</summary>
    [Range(1, int.MaxValue)]
    public int? Steps { get; init; }

    /// <summary>How many are kept: the newest ones. A damaged one is made good by the one before it.</summary>
    [Range(1, 1000)]
    public int Keep { get; init; } = 2;
}
