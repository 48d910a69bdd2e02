using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Plugins.Probes.GateStability;

/// <summary>Options of the gate-stability probe.</summary>
[PluginOptions]
public sealed partial record GateStabilityProbeOptions
{
    /// <summary>A gate that moves more than this between two epochs, in nats, and swings at the same time, is unstable.</summary>
    [Range(0.0, 0.6931471805599453)]
    public double UnstableAbove { get; init; } = 0.02;

    /// <summary>
    /// A gate swings when more than this share of its weights turned round since the movement before. Weights that wander at random turn
    /// round half of the time, weights that jump to and fro around a point more often, weights that learn more seldom.
    /// </summary>
    [Range(0.0, 1.0)]
    public double SwingsAbove { get; init; } = 0.5;

    /// <summary>A gate that moves less than this between two epochs, in nats, is still.</summary>
    [Range(0.0, 0.6931471805599453)]
    public double SettledBelow { get; init; } = 0.001;

    /// <summary>For how many epochs in a row a gate has to swing, or to be still, before it is told.</summary>
    [Range(1, 1000)]
    public int Evaluations { get; init; } = 2;

    /// <summary>The first epochs, in which gates may move as they like.</summary>
    [Range(0, 100_000)]
    public int WarmUp { get; init; } = 2;

    private void Validate(OptionsSection section)
    {
        if (SettledBelow > UnstableAbove)
        {
            section.Report("settledBelow", $"must not be above unstableAbove, {UnstableAbove}");
        }
    }
}
