using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Tasks;

namespace MmoePipeline.Plugins.Tasks;

/// <summary>Options of every task: which rows count for it, and how much.</summary>
[PluginOptions]
public sealed partial record TaskRowsOptions
{
    /// <summary>What to do with rows that have no label: refuse them, or skip them for this task.</summary>
    public MissingLabels Missing { get; init; } = MissingLabels.Refuse;

    /// <summary>
    /// The column of the rows' weights, by which loss and metrics are averaged: numbers from 0 on; null counts all rows the same.
    /// </summary>
    [MinLength(1)]
    public string? Weight { get; init; }
}
