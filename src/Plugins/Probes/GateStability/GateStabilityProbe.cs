using System.Globalization;
using MmoePipeline.Composition;
using MmoePipeline.Modeling;
using MmoePipeline.Probing;
using MmoePipeline.Reporting;
using MmoePipeline.Resuming;
using TorchSharp;

namespace MmoePipeline.Plugins.Probes.GateStability;

/// <summary>Tells whether gates go on swinging between experts, or have settled.</summary>
/// <remarks>
/// <para>
/// After each epoch the network predicts the same rows of the validation part, and each gate's weights <c>w_t</c> are compared with those
/// of the epoch before. <c>movement</c> is the mean over rows of the Jensen-Shannon divergence
/// <c>JS(w_t, w_t-1) = H((w_t + w_t-1) / 2) - (H(w_t) + H(w_t-1)) / 2</c> with the entropy H in nats (Lin: Divergence Measures Based on the
/// Shannon Entropy, IEEE Transactions on Information Theory, 1991, equation 4.1): from 0 to log 2. <c>swings</c> is the share of (row,
/// expert) for which <c>w_t - w_t-1</c> and <c>w_t-1 - w_t-2</c> have opposite signs: 0 for weights that go one way, a half for a random walk,
/// two thirds for independent draws around a point, 1 for weights that jump to and fro.
/// </para>
/// <para>
/// The verdict is by each gate's mean movement and mean swings over the later half of the epochs after the first <c>warmUp</c> ones, or
/// the last six where that is fewer. Their 95 % intervals are by Student's t over these epochs, and corrected for the number k of gates: each is one of
/// <c>1 - 0.05 / k</c> (Bonferroni). <c>found</c>, and alert <c>unstable</c> at the end of an epoch: of a gate the whole interval of the
/// movement is above <c>unstableAbove</c>, and that of the swings above <c>swingsAbove</c>. <c>not-found</c>: of every gate one of the two is
/// below. <c>undecided</c>: neither. <c>not-measured</c>: there are fewer than <c>leastEpochs</c>. A gate that moves far but one way is learning. Alert
/// <c>settled</c>: for <c>evaluations</c> epochs its movement is below <c>settledBelow</c>; from then on it can be frozen at little loss.
/// </para>
/// <para>
/// The thresholds come from runs on the census data: with a learning rate of 0.001 no gate moves by more than 0.005 after the second epoch;
/// with 0.03 a gate moves by 0.02 to 0.1 to the end, about half of its weights turn round, and the validation figures jump.
/// </para>
/// <para>
/// When to use it: when validation figures jump from epoch to epoch, or to find out when <c>freeze</c> may take hold. It costs one pass over
/// the sample in each epoch.
/// </para>
/// </remarks>
[Plugin("gate-stability")]
public sealed class GateStabilityProbe(GateStabilityProbeOptions options, ProbeContext context) : Probe, IResumable, IDisposable
{
    private readonly SortedDictionary<(int Bank, int Gate), GateMovement> _gates = [];
    private ImmutableArray<string> _unstable = [];

    /// <inheritdoc/>
    public override ProbeFigures OnValidationCompleted()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGrad = torch.no_grad();
        var trace = new ForwardTrace();
        context.Model.Forward(context.Sample.Features, trace);
        var metrics = ImmutableArray.CreateBuilder<ProbeMetric>();
        var alerts = ImmutableArray.CreateBuilder<ProbeAlert>();
        for (int bank = 0; bank < trace.Gates.Count; bank++)
        {
            GateActivation activation = trace.Gates[bank];
            string prefix = trace.Gates.Count == 1 ? "gate-stability" : $"gate-stability/{bank}";
            torch.Tensor weights = activation.Weights.to(torch.float64);
            for (int gate = 0; gate < activation.Gates.Length; gate++)
            {
                GateMovement movement = Of((bank, gate), $"{prefix}/{activation.Gates[gate]}");
                Compare(movement, weights.select(1, gate), alerts);
                metrics.AddRange(movement.Figures());
            }
        }

        JudgedGate[] unstable = [.. Judged().Where(gate => gate.IsUnstable(options))];
        alerts.AddRange(unstable.Where(gate => !_unstable.Contains(gate.Name)).Select(gate => new ProbeAlert("unstable", gate.Describe(options))));
        _unstable = [.. unstable.Select(gate => gate.Name)];
        return new ProbeFigures(metrics.ToImmutable(), alerts.ToImmutable());
    }

    /// <inheritdoc/>
    public override ImmutableArray<Finding> Findings()
    {
        if (_gates.Count == 0)
        {
            return [];
        }

        JudgedGate[] gates = [.. Judged()];
        if (gates.Length == 0)
        {
            return [new Finding(IssueNames.GateInstability, false, double.NaN, options.UnstableAbove, TooFew, [])];
        }

        // Found by the gate that is furthest above; else by the one that comes nearest to it.
        JudgedGate? found = gates.Where(gate => gate.IsUnstable(options)).MaxBy(gate => gate.MovementInterval.Lower);
        JudgedGate worst = found
            ?? gates.Where(gate => !gate.IsStable(options)).MaxBy(gate => gate.MovementInterval.Upper)
            ?? gates.MaxBy(gate => gate.MovementInterval.Upper)!;
        return
        [
            new Finding(
                IssueNames.GateInstability,
                found is not null,
                worst.Movement,
                options.UnstableAbove,
                worst.Describe(options),
                found is not null && RegularizedGates.AreIn(context.Model) ? Remedies : [])
            {
                Interval = worst.MovementInterval,
                IsUndecided = found is null && !worst.IsStable(options),
            },
        ];
    }

    /// <inheritdoc/>
    public override ImmutableArray<ReportSection> Sections() => _gates.Count == 0
        ? []
        :
        [
            new ReportSection(
                "Stability of the gates",
                "How far each gate's weights of the same validation rows moved from epoch to epoch. A healthy gate moves less and less; one that "
                + "goes on moving, and whose weights turn round as often as not, gives experts and towers a moving target.",
                [
                    new LineChart(
                        "Movement",
                        "The mean Jensen-Shannon divergence from the epoch before: 0 for a gate at rest, log 2 = 0.69 at most.",
                        "epoch",
                        "nats",
                        [.. _gates.Values.Select(gate => gate.Movements())]),
                    new LineChart(
                        "Swings",
                        "The share of weights that turned round: 0 for weights that go one way, a half for a random walk, 1 for a jump to and fro.",
                        "epoch",
                        "share of weights",
                        [.. _gates.Values.Select(gate => gate.Swings())]),
                ]),
        ];

    /// <inheritdoc/>
    public void ExchangeState(StateExchange state)
    {
        _unstable = state.Exchange("unstable", _unstable);
        state.Parts(
            "gates",
            _gates,
            (of, place) => (of.Exchange("bank", place.Bank), of.Exchange("gate", place.Gate)),
            (of, _, movement) => new GateMovement(of.Exchange("name", movement?.Name ?? ""), options),
            (of, movement) => movement.Exchange(of, context.Sample.Targets.device));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (GateMovement gate in _gates.Values)
        {
            gate.Dispose();
        }
    }

    private string TooFew => string.Create(
        CultureInfo.InvariantCulture,
        $"the verdict takes weights that are distributions, and {options.LeastEpochs} epochs after the first {Math.Max(2, options.WarmUp)}");

    private IEnumerable<JudgedGate> Judged() => _gates.Values.Select(gate => JudgedGate.Of(gate, _gates.Count)).OfType<JudgedGate>();

    private ImmutableArray<Remedy> Remedies =>
    [
        new(
            "Normalise the gates' layers, so that no single row or step can throw the logits about.",
            "model.gate.regularizers",
            """[{ "type": "layer-norm" }]"""),
        new(
            "Hold the gates' mean weights near their moving average.",
            "model.gate.regularizers",
            """[{ "type": "smooth", "momentum": 0.99, "weight": 1 }]"""),
        new(
            "Freeze the gates half way, or when they have settled, so that the rest can learn with fixed routes.",
            "model.gate.regularizers",
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""[{ "type": "freeze", "epoch": {{(context.Clock.Epochs / 2) + 1}}, "threshold": 0.001 }]""")),
    ];

    private GateMovement Of((int Bank, int Gate) place, string name)
    {
        if (!_gates.TryGetValue(place, out GateMovement? movement))
        {
            movement = new GateMovement(name, options);
            _gates.Add(place, movement);
        }

        return movement;
    }

    private void Compare(GateMovement movement, torch.Tensor weights, ImmutableArray<ProbeAlert>.Builder alerts)
    {
        bool wasSettled = movement.IsSettled;
        movement.Add(context.Clock.Epoch, weights);
        if (movement.IsSettled && !wasSettled)
        {
            alerts.Add(new ProbeAlert("settled", string.Create(
                CultureInfo.InvariantCulture, $"{movement.DescribeLast()}; below {options.SettledBelow:G3} nats the gate has settled and can be frozen")));
        }
    }
}
