using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Runs.Options.Data;

/// <summary>What becomes of rows that can't be used.</summary>
[PluginOptions]
public sealed partial record BadRowOptions
{
    /// <summary>
    /// Whether a row that can't be used stops the run (fail), is left out and counted (skip), or is also written to quarantine.jsonl
    /// in the run folder (quarantine).
    /// </summary>
    public BadRowPolicy Policy { get; init; } = BadRowPolicy.Fail;

    /// <summary>The share of the rows that may be left out; more stop the run. Not looked at where policy is fail.</summary>
    [Range(0.0, 1.0)]
    public double Limit { get; init; } = 0.01;
}
