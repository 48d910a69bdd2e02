using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace FactorizationMachineExpert;

/// <summary>Options of a bank of factorisation machines.</summary>
[PluginOptions]
public sealed partial record FactorizationMachineExpertsOptions
{
    /// <summary>The number of experts in the bank.</summary>
    [Range(1, 4096)]
    public int Count { get; init; } = 4;

    /// <summary>The width of an expert's output: so many machines side by side.</summary>
    [Range(1, 65536)]
    public int Width { get; init; } = 16;

    /// <summary>The number of factors: the length of the vector that each input has, per machine.</summary>
    [Range(1, 1024)]
    public int Factors { get; init; } = 4;

    /// <summary>The standard deviation that the factors start with.</summary>
    [Range(0.0, 10.0, MinimumIsExclusive = true)]
    public double InitialDeviation { get; init; } = 0.1;
}
