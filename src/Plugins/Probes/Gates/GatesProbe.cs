using MmoePipeline.Composition;
using MmoePipeline.Modeling;
using MmoePipeline.Probing;
using MmoePipeline.Reporting;
using MmoePipeline.Resuming;
using TorchSharp;

namespace MmoePipeline.Plugins.Probes.Gates;

/// <summary>Shows how each task's gate spreads its weight over the experts, and tells of a collapse.</summary>
/// <remarks>
/// <para>
/// Over the validation rows, for each gate: the mean weight of each expert; the mean of the largest weight of a row; the mean entropy
/// of a row's weights in nats; the effective number of experts, <c>exp</c> of the entropy of the mean weights; and the share of
/// rows on which one expert has more than 0.9.
/// </para>
/// <para>
/// The verdict is by the last epoch: <c>found</c>, and alert <c>collapse</c>, where on more than <c>collapseAt</c> of the rows one expert has more
/// than 0.9 of the weight, be it the same for all rows or not. The share's interval is the score interval (Wilson 1927) over the validation rows at
/// 95 %, corrected for the number k of gates: each is one of <c>1 - 0.05 / k</c>. Found: the whole interval of a gate is above the threshold;
/// <c>not-found</c>: those of all gates are below it; <c>undecided</c>: neither. In a gate that collapsed nothing is mixed any more, only the chosen expert learns from the row, and the gate hardly gets a gradient to choose
/// otherwise. Gates that choose one expert on purpose, such as <c>noisy-top-k</c> with one, need 1 for <c>collapseAt</c>.
/// </para>
/// <para>When to use it: always; it costs nothing worth mentioning.</para>
/// </remarks>
[Plugin("gates")]
public sealed class GatesProbe(GatesProbeOptions options, ProbeContext context) : Probe, IResumable
{
    // Kept: the scalar that TorchSharp makes of a plain number for a call may be collected before it was read.
    private static readonly Scalar Decisive = 0.9;

    private readonly SortedDictionary<(int Bank, int Gate), GateStatistics> _statistics = [];
    private readonly SortedDictionary<(int Bank, int Gate), GateHistory> _history = [];

    /// <inheritdoc/>
    public override void OnValidationStarted() => _statistics.Clear();

    /// <inheritdoc/>
    public override void OnValidationBatch(ProbedBatch batch)
    {
        IReadOnlyList<GateActivation> banks = batch.Trace.Gates;
        for (int bank = 0; bank < banks.Count; bank++)
        {
            GateActivation activation = banks[bank];
            double[] weights = Sums(activation.Weights);
            double[] largest = Sums(activation.Weights.amax([-1]));
            double[] decided = Sums(activation.Weights.gt(Decisive));
            double[] entropy = Sums(torch.special.entr(activation.Weights).sum(-1));
            int experts = activation.Experts.Length;
            for (int gate = 0; gate < activation.Gates.Length; gate++)
            {
                if (!_statistics.TryGetValue((bank, gate), out GateStatistics? statistics))
                {
                    string prefix = banks.Count == 1 ? "gates" : $"gates/{bank}";
                    statistics = new GateStatistics($"{prefix}/{activation.Gates[gate]}", activation.Experts);
                    _statistics.Add((bank, gate), statistics);
                }

                statistics.Add(
                    activation.Weights.shape[0],
                    weights.AsSpan(gate * experts, experts),
                    largest[gate],
                    entropy[gate],
                    decided.AsSpan(gate * experts, experts));
            }
        }
    }

    /// <inheritdoc/>
    public override ProbeFigures OnValidationCompleted()
    {
        var alerts = ImmutableArray.CreateBuilder<ProbeAlert>();
        int gates = _statistics.Values.Count(statistics => statistics.Experts.Length > 1);
        foreach (((int Bank, int Gate) place, GateStatistics statistics) in _statistics)
        {
            if (!_history.TryGetValue(place, out GateHistory? history))
            {
                history = new GateHistory(statistics.Name, statistics.Experts);
                _history.Add(place, history);
            }

            bool wasCollapsed = history.IsCollapsed(options.CollapseAt, gates);
            history.Add(context.Clock.Epoch, statistics);
            if (history.IsCollapsed(options.CollapseAt, gates) && !wasCollapsed)
            {
                alerts.Add(new ProbeAlert("collapse", history.Describe(gates)));
            }
        }

        ImmutableArray<ProbeMetric> metrics = [.. _statistics.Values.SelectMany(statistics => statistics.Means())];
        _statistics.Clear();
        return new ProbeFigures(metrics, alerts.ToImmutable());
    }

    /// <inheritdoc/>
    public override ImmutableArray<Finding> Findings()
    {
        // A gate that chooses from one expert can't collapse.
        GateHistory[] gates = [.. _history.Values.Where(history => history.Experts.Length > 1)];
        GateHistory? worst = gates.MaxBy(history => history.Decided);
        if (worst is null)
        {
            return [];
        }

        bool isFound = worst.IsCollapsed(options.CollapseAt, gates.Length);
        return
        [
            new Finding(
                IssueNames.GateCollapse,
                isFound,
                worst.Decided,
                options.CollapseAt,
                worst.Describe(gates.Length),
                isFound && RegularizedGates.AreIn(context.Model) ? Remedies : [])
            {
                Interval = worst.Interval(gates.Length),
                IsUndecided = !isFound && worst.Interval(gates.Length)?.Contains(options.CollapseAt) == true,
            },
        ];
    }

    /// <inheritdoc/>
    public override ImmutableArray<ReportSection> Sections() => _history.Count == 0
        ? []
        :
        [
            new ReportSection(
                "Gates",
                "How each task's gate spreads its weight over the experts, epoch by epoch, over the validation rows. An even row is a gate that "
                + "mixes; one bright cell with the rest dark is a gate that collapsed onto one expert.",
                [
                    .. _history.Values.Select(history => history.Map()),
                    new LineChart(
                        "Effective number of experts",
                        "exp of the entropy of the mean weights: as many as there are for an even spread, 1 for a collapse.",
                        "epoch",
                        "experts",
                        [.. _history.Values.Select(history => history.EffectiveExperts())]),
                    new LineChart(
                        "Rows that one expert decides",
                        "The share of rows on which one expert has more than 0.9 of the weight.",
                        "epoch",
                        "share of rows",
                        [.. _history.Values.Select(history => history.OnOne())]),
                ]),
        ];

    /// <inheritdoc/>
    public void ExchangeState(StateExchange state) => state.Parts(
        "gates",
        _history,
        (of, place) => (of.Exchange("bank", place.Bank), of.Exchange("gate", place.Gate)),
        (of, _, history) => new GateHistory(of.Exchange("name", history?.Name ?? ""), of.Exchange("experts", history?.Experts ?? [])),
        (of, history) => history.Exchange(of));

    private static ImmutableArray<Remedy> Remedies { get; } =
    [
        new(
            "Start the gates small, so that at first all experts learn; and balance the load, so that a gate that leans on one expert pays for it.",
            "model.gate.regularizers",
            """[{ "type": "init", "deviation": 0.01 }, { "type": "load-balance" }]"""),
        new(
            "Leave experts out of the mixture at random while training, so that no gate can rely on one.",
            "model.gate.regularizers",
            """[{ "type": "dropout", "rate": 0.2 }]"""),
    ];

    /// <summary>Sums over the batch, the first dimension, in double precision.</summary>
    private static double[] Sums(torch.Tensor values)
    {
        using torch.Tensor sums = values.sum([0], type: torch.float64).cpu();
        return sums.data<double>().ToArray();
    }
}
