using System.Globalization;
using MmoePipeline.Reporting;

namespace MmoePipeline.Plugins.Probes.Gates;

/// <summary>How a gate spread its weight, epoch by epoch.</summary>
/// <param name="name">The gate's name.</param>
/// <param name="experts">The experts' names.</param>
internal sealed class GateHistory(string name, ImmutableArray<string> experts)
{
    private readonly List<int> _epochs = [];
    private readonly List<ImmutableArray<double>> _weights = [];
    private readonly List<double?> _effective = [];
    private readonly List<double?> _onOne = [];

    /// <summary>The experts' names.</summary>
    public ImmutableArray<string> Experts => experts;

    /// <summary>The largest of the last epoch's mean weights; 0 before there is one.</summary>
    public double LargestMean => _weights.Count == 0 ? 0 : _weights[^1].Max();

    private string Favourite => experts[_weights[^1].IndexOf(LargestMean)];

    /// <summary>Adds an epoch.</summary>
    public void Add(int epoch, GateStatistics statistics)
    {
        _epochs.Add(epoch);
        _weights.Add(statistics.MeanWeights);
        _effective.Add(statistics.EffectiveExperts);
        _onOne.Add(statistics.OnOne);
    }

    /// <summary>Whether one of several experts has more of the mean weight than a gate that mixes may give it.</summary>
    public bool IsCollapsed(double threshold) => experts.Length > 1 && LargestMean > threshold;

    /// <summary>A sentence about the expert with the largest weight.</summary>
    public string Told(double threshold) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name}: expert {Favourite} has {LargestMean:P1} of the weight; above {threshold:P0} the gate has collapsed");

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
    public PointSeries OnOne() => new(name, [.. _epochs.Select(epoch => (double)epoch)], [.. _onOne]);
}
