using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Host.Composition;

/// <summary>Steps whose loss or gradient is no finite number. They are not applied; the batch is saved in the run folder.</summary>
[PluginOptions]
internal sealed partial record NumericFaultOptions
{
    /// <summary>What becomes of such a step.</summary>
    public NumericFaultPolicy Policy { get; init; } = NumericFaultPolicy.Stop;

    /// <summary>So many steps of an epoch may be skipped; the next stops the run.</summary>
    [Range(1, int.MaxValue)]
    public int Limit { get; init; } = 10;
}
