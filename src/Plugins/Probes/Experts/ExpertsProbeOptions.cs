using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.Probes.Experts;

/// <summary>Options of the experts probe.</summary>
[PluginOptions]
public sealed partial record ExpertsProbeOptions
{
    /// <summary>
    /// Two experts are the same when the norm of the difference of their outputs is at most this part of the larger of their
    /// norms.
    /// </summary>
    [Range(0.0, 1.0)]
    public double IdenticalAt { get; init; } = 1e-5;

    /// <summary>How many rows are drawn in the plane.</summary>
    [Range(2, 1024)]
    public int Points { get; init; } = 100;

    /// <summary>Whether to compute, at the end, which fields each expert's output depends on.</summary>
    public bool FieldMap { get; init; } = true;
}
