using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Plugins.GateRegularizers.Freeze;

/// <summary>Options of freezing.</summary>
[PluginOptions]
public sealed partial record GateFreezeOptions
{
    /// <summary>Freeze before the step after this many.</summary>
    [Range(0, int.MaxValue)]
    public int? Step { get; init; }

    /// <summary>Freeze at the start of this epoch, from 1.</summary>
    [Range(1, 100_000)]
    public int? Epoch { get; init; }

    /// <summary>
    /// Freeze when the gates have moved less than this, in nats, for <c>evaluations</c> epochs in a row: the Jensen-Shannon divergence between
    /// the mean weights of one epoch and the next, the largest of all gates.
    /// </summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double? Threshold { get; init; }

    /// <summary>For how many epochs in a row the movement has to stay below the threshold.</summary>
    [Range(1, 1000)]
    public int Evaluations { get; init; } = 2;

    /// <summary>Let the gates learn again after this many epochs; null never does.</summary>
    [Range(1, 100_000)]
    public int? ThawAfter { get; init; }

    private void Validate(OptionsSection section)
    {
        if (Step is null && Epoch is null && Threshold is null)
        {
            section.Report(null, "one of step, epoch and threshold has to say when the gates freeze");
        }
    }
}
