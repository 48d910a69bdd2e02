using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Plugins.Probes.GateStability;

/// <summary>Options of the gate-stability probe.</summary>
[PluginOptions]
public sealed partial record GateStabilityProbeOptions
{
    /// <summary>
    /// A gate whose mean movement between epochs is above this, in nats, and that swings at the same time, is unstable; with the whole interval
    /// of both.
    /// </summary>
    [Range(0.0, 0.6931471805599453)]
    public double UnstableAbove { get; init; } = 0.01;

    /// <summary>
    /// A gate swings when in the mean more than this share of its weights turned round since the movement before. Of weights that go one way
    /// hardly any turn round, of weights that wander at random half, of weights that jump to and fro around a point more.
    /// </summary>
    [Range(0.0, 1.0)]
    public double SwingsAbove { get; init; } = 0.25;

    /// <summary>A gate that moves less than this between two epochs, in nats, is still.</summary>
    [Range(0.0, 0.6931471805599453)]
    public double SettledBelow { get; init; } = 0.001;

    /// <summary>For how many epochs in a row a gate has to be still before the alert.</summary>
    [Range(1, 1000)]
    public int Evaluations { get; init; } = 2;

    /// <summary>
    /// The verdict is by the later half of the epochs after the warm-up, from the third epoch on, and by the last six of a short run. With fewer
    /// than this in the whole run the verdict is not measured.
    /// </summary>
    [Range(2, 1000)]
    public int LeastEpochs { get; init; } = 4;

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
