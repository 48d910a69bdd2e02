using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Runs.Options;

/// <summary>The run itself: its name, seed, place and device.</summary>
[PluginOptions]
public sealed partial record RunOptions
{
    /// <summary>The run's name, the first part of its folder's name.</summary>
    [RegularExpression("[A-Za-z0-9][A-Za-z0-9._-]*")]
    [Length(1, 100)]
    public string Name { get; init; } = "run";

    /// <summary>Seed of all random draws: the same configuration, seed and machine give the same bits.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The folder that run folders are made in.</summary>
    [OptionPath]
    public string Output { get; init; } = "runs";

    /// <summary>Where to compute: auto takes a CUDA device where there is one, else the CPU.</summary>
    public DeviceChoice Device { get; init; } = DeviceChoice.Auto;

    /// <summary>Whether to write predictions.csv: what is predicted for each test row, with the row's number in the table, from 0.</summary>
    public bool Predictions { get; init; }
}
