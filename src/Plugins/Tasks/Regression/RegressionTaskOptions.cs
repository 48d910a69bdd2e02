using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Plugins.Tasks.Regression;

/// <summary>Options of a regression task.</summary>
[PluginOptions]
public sealed partial record RegressionTaskOptions
{
    /// <summary>The task's name in metrics and messages.</summary>
    [RegularExpression("[A-Za-z0-9][A-Za-z0-9_-]*")]
    public required string Name { get; init; }

    /// <summary>The column that holds the label, a number.</summary>
    [MinLength(1)]
    public required string Label { get; init; }

    /// <summary>
    /// How far a prediction is from its label: the squared distance; huber, which grows no faster than the distance beyond delta;
    /// or log, the squared distance of the logarithms of 1 + the label, which then has to be above -1.
    /// </summary>
    public RegressionLoss Loss { get; init; } = RegressionLoss.Squared;

    /// <summary>From which distance on the huber loss grows with the distance instead of its square.</summary>
    [Range(0.0, 1e12, MinimumIsExclusive = true)]
    public double Delta { get; init; } = 1;

    /// <summary>Which rows count, and how much.</summary>
    [IncludedOptions]
    public TaskRowsOptions Rows { get; init; } = new();
}
