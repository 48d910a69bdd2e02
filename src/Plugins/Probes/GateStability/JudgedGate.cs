using System.Globalization;
using MmoePipeline.Statistics;

namespace MmoePipeline.Plugins.Probes.GateStability;

/// <summary>A gate's mean movement and swings over the epochs that are judged.</summary>
/// <param name="Name">The gate's name.</param>
/// <param name="Epochs">The number of epochs.</param>
/// <param name="Movement">The mean movement, in nats.</param>
/// <param name="MovementInterval">Its 95 % interval, corrected for the number of gates.</param>
/// <param name="Swings">The mean share of weights that turned round.</param>
/// <param name="SwingsInterval">Its 95 % interval, corrected for the number of gates.</param>
internal sealed record JudgedGate(
    string Name, int Epochs, double Movement, ConfidenceInterval MovementInterval, double Swings, ConfidenceInterval SwingsInterval)
{
    /// <summary>Judges a gate.</summary>
    /// <param name="gate">The gate.</param>
    /// <param name="gates">The number of gates that are looked at, for which the intervals are corrected.</param>
    /// <returns>Null where there are too few epochs.</returns>
    public static JudgedGate? Of(GateMovement gate, int gates)
    {
        ImmutableArray<(double Movement, double Swings)> judged = gate.Judged;
        double[] movements = [.. judged.Select(epoch => epoch.Movement)];
        double[] swings = [.. judged.Select(epoch => epoch.Swings)];
        return MeanInterval.Of(movements, gates) is { } ofMovement && MeanInterval.Of(swings, gates) is { } ofSwings
            ? new JudgedGate(
                gate.Name,
                judged.Length,
                movements.Average(),
                new(Math.Max(0, ofMovement.Lower), ofMovement.Upper),
                swings.Average(),
                new(Math.Max(0, ofSwings.Lower), Math.Min(1, ofSwings.Upper)))
            : null;
    }

    /// <summary>Whether the gate moves far and turns round often.</summary>
    public bool IsUnstable(GateStabilityProbeOptions options) =>
        MovementInterval.Lower > options.UnstableAbove && SwingsInterval.Lower > options.SwingsAbove;

    /// <summary>Whether the gate moves little, or turns round seldom.</summary>
    public bool IsStable(GateStabilityProbeOptions options) =>
        MovementInterval.Upper < options.UnstableAbove || SwingsInterval.Upper < options.SwingsAbove;

    /// <summary>A sentence about the gate.</summary>
    public string Describe(GateStabilityProbeOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name}: over the last {Epochs} epochs the weights moved by {Movement:G3} nats from epoch to epoch ({MovementInterval.Lower:G3} to "
        + $"{MovementInterval.Upper:G3}), and {Swings:P0} of them turned round ({SwingsInterval.Lower:P0} to {SwingsInterval.Upper:P0}); a gate is unstable "
        + $"above {options.UnstableAbove:G3} nats and {options.SwingsAbove:P0}");
}
