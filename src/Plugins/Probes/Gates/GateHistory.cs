using System.Globalization;
using MmoePipeline.Reporting;
using MmoePipeline.Resuming;
using MmoePipeline.Statistics;

namespace MmoePipeline.Plugins.Probes.Gates;

/// <summary>How a gate spread its weight, epoch by epoch.</summary>
/// <param name="name">The gate's name.</param>
/// <param name="experts">The experts' names.</param>
internal sealed class GateHistory(string name, ImmutableArray<string> experts)
{
    private readonly List<int> _epochs = [];
    private readonly List<ImmutableArray<double>> _weights = [];
    private readonly List<double?> _effective = [];
    private readonly List<ImmutableArray<double>> _decided = [];
    private long _rows;

    /// <summary>The gate's name.</summary>
    public string Name => name;

    /// <summary>The experts' names.</summary>
    public ImmutableArray<string> Experts => experts;

    /// <summary>The share of the last epoch's rows that one expert decided; 0 before there is one.</summary>
    public double Decided => _decided.Count == 0 ? 0 : _decided[^1].Sum();

    /// <summary>
    /// The 95 % score interval of <see cref="Decided"/> over rows like those of the validation split; null before there is an epoch.
    /// </summary>
    /// <param name="gates">The number of gates that are looked at, for which the interval is corrected.</param>
    public ConfidenceInterval? Interval(int gates) => ConfidenceInterval.ForProportion(Decided, _rows, MeanInterval.NormalQuantile(gates));

    /// <summary>Adds an epoch.</summary>
    public void Add(int epoch, GateStatistics statistics)
    {
        _epochs.Add(epoch);
        _weights.Add(statistics.MeanWeights);
        _effective.Add(statistics.EffectiveExperts);
        _decided.Add(statistics.Decided);
        _rows = statistics.Rows;
    }

    /// <summary>Whether one of several experts decides more rows than a gate that mixes may leave to it.</summary>
    /// <param name="threshold">The share of rows.</param>
    /// <param name="gates">The number of gates that are looked at.</param>
    public bool IsCollapsed(double threshold, int gates) => experts.Length > 1 && Interval(gates)?.Lower > threshold;

    /// <summary>A sentence about the rows that one expert decides, and the expert that decides most of them.</summary>
    /// <param name="gates">The number of gates that are looked at.</param>
    public string Describe(int gates)
    {
        double most = _decided[^1].Max();
        string expert = Decided > 0
            ? string.Create(CultureInfo.InvariantCulture, $"; expert {experts[_decided[^1].IndexOf(most)]} has it on {most:P1}")
            : "";
        string interval = Interval(gates) is { } ends
            ? string.Create(
                CultureInfo.InvariantCulture,
                $" (95 % interval {ends.Lower:P1} to {ends.Upper:P1}{(gates > 1 ? $", corrected for {gates} gates" : "")})")
            : "";
        return string.Create(
            CultureInfo.InvariantCulture, $"{name}: one expert has more than 0.9 of the weight on {Decided:P1} of the rows{interval}{expert}");
    }

    /// <summary>Saves what was seen, or takes it from a checkpoint.</summary>
    public void Exchange(StateExchange state)
    {
        state.Exchange("epochs", _epochs);
        state.Exchange("weights", _weights);
        state.Exchange("effective", _effective);
        state.Exchange("decided", _decided);
        _rows = state.Exchange("rows", _rows);
    }

    /// <summary>Experts by epochs.</summary>
    public HeatMap Map() => new(
        name,
        "The mean weight of each expert.",
        "epoch",
        "expert",
        [.. _epochs.Select(epoch => epoch.ToString(CultureInfo.InvariantCulture))],
        experts,
        [.. experts.Select((_, expert) => _weights.Select(weights => (double?)weights[expert]).ToImmutableArray())],
        0,
        1);

    /// <summary>The effective number of experts by epoch.</summary>
    public PointSeries EffectiveExperts() => new(name, [.. _epochs.Select(epoch => (double)epoch)], [.. _effective]);

    /// <summary>The share of rows that one expert decides by epoch.</summary>
    public PointSeries OnOne() => new(name, [.. _epochs.Select(epoch => (double)epoch)], [.. _decided.Select(decided => (double?)decided.Sum())]);
}
