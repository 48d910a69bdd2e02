using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.GateRegularizers.Temperature;

/// <summary>Options of the gates' temperature.</summary>
[PluginOptions]
public sealed partial record GateTemperatureOptions
{
    /// <summary>What the logits are divided by: above 1 draws the weights together, below 1 drives them apart.</summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double Scale { get; init; } = 2;

    /// <summary>The temperature at the end of the schedule; null keeps <c>scale</c>.</summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double? EndScale { get; init; }

    /// <summary>After how many epochs the end is reached; null for the last.</summary>
    [Range(1, 100_000)]
    public int? Epochs { get; init; }

    /// <summary>How the temperature goes from <c>scale</c> to <c>endScale</c>.</summary>
    public TemperatureSchedule Schedule { get; init; } = TemperatureSchedule.Exponential;
}
