using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Runs.Options.Training;

/// <summary>
/// Steps whose loss or gradient is not finite. They are not applied, and the batch is saved in the run folder. On a GPU, where one of 64 steps is
/// looked at, the gradients of the others are set to zero instead, and the steps are counted.
/// </summary>
[PluginOptions]
public sealed partial record NumericFaultOptions
{
    /// <summary>What becomes of such a step.</summary>
    public NumericFaultPolicy Policy { get; init; } = NumericFaultPolicy.Stop;

    /// <summary>So many steps of an epoch may be skipped; the next stops the run.</summary>
    [Range(1, int.MaxValue)]
    public int Limit { get; init; } = 10;
}
