using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Data.Splits;

namespace MmoePipeline.Plugins.Splits;

/// <summary>The shares of splits whose rows are drawn.</summary>
[PluginOptions]
public sealed partial record Shares
{
    /// <summary>The share of the rows, or groups, that choose the best epoch.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Validation { get; init; } = 0.1;

    /// <summary>The share of the rows, or groups, for the final metrics.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Test { get; init; } = 0.2;

    /// <summary>The seed of the draw. It is not the run's: runs with several seeds are compared on the same rows.</summary>
    public int Seed { get; init; }

    /// <summary>The split of a draw.</summary>
    /// <param name="draw">From the uniform distribution on <c>[0, 1)</c>.</param>
    public DataSplit SplitOf(double draw) =>
        draw < Test ? DataSplit.Test : draw < Test + Validation ? DataSplit.Validation : DataSplit.Training;

    private void Validate(OptionsSection section)
    {
        if (Validation + Test >= 1)
        {
            section.Report("test", $"is {Test}, and validation is {Validation}; expected a sum below 1, so that rows are left to train on");
        }
    }
}
