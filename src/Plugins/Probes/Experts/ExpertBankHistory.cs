using System.Globalization;
using MmoePipeline.Probing;
using MmoePipeline.Reporting;
using MmoePipeline.Resuming;

namespace MmoePipeline.Plugins.Probes.Experts;

/// <summary>What is known of a bank of experts, evaluation by evaluation.</summary>
/// <param name="name">The bank's name: the prefix of the metrics' names.</param>
/// <param name="experts">The experts' names.</param>
internal sealed class ExpertBankHistory(string name, ImmutableArray<string> experts)
{
    private readonly List<double> _epochs = [];
    private readonly List<double> _means = [];
    private ImmutableHashSet<(int One, int Other)> _identical = [];
    private ExpertSimilarity? _last;

    /// <summary>The bank's name.</summary>
    public string Name => name;

    /// <summary>The experts' names.</summary>
    public ImmutableArray<string> Experts => experts;

    /// <summary>The figures of the last evaluation.</summary>
    public IEnumerable<ProbeMetric> Figures() =>
        [new($"{name}/cka/mean", _last?.Mean ?? double.NaN), new($"{name}/cka/largest", _last?.Largest ?? double.NaN)];

    /// <summary>Adds an evaluation.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="similarity">What was measured.</param>
    /// <param name="identicalAt">From which relative distance down experts are the same.</param>
    /// <returns>For each group of experts that have become the same an alert.</returns>
    public IEnumerable<ProbeAlert> Add(int epoch, ExpertSimilarity similarity, double identicalAt)
    {
        _last = similarity;
        _epochs.Add(epoch);
        _means.Add(similarity.Mean);
        ImmutableHashSet<(int One, int Other)> before = _identical;
        _identical =
        [
            .. from one in Enumerable.Range(0, experts.Length)
               from other in Enumerable.Range(one + 1, experts.Length - one - 1)
               where similarity.Distances[(one * experts.Length) + other] <= identicalAt
               select (one, other),
        ];

        // All that are the same as the first of them are told in one sentence.
        return _identical.GroupBy(pair => _identical.Where(of => of.Other == pair.Other).Min(of => of.One))
            .Where(group => group.Any(pair => !before.Contains(pair)))
            .Select(group => new ProbeAlert("identical", Told(group.Key, [.. group.Select(pair => pair.Other).Distinct().Order()], similarity)))
            .ToArray();
    }

    /// <summary>The last evaluation's CKA.</summary>
    public HeatMap Map() => new(
        $"{name}: similarity",
        "The linear CKA of each pair of experts: 1 for outputs that are the same but for rotation and scale, 0 for unrelated ones.",
        "expert",
        "expert",
        experts,
        experts,
        [.. experts.Select((_, row) => experts.Select((_, column) => Shown(row, column)).ToImmutableArray())],
        0,
        1);

    /// <summary>The mean CKA by epoch.</summary>
    public PointSeries Means() => new(name, [.. _epochs], [.. _means.Select(mean => double.IsNaN(mean) ? null : (double?)mean)]);

    /// <summary>Saves what was seen, or takes it from a checkpoint.</summary>
    public void Exchange(StateExchange state)
    {
        state.Exchange("epochs", _epochs);
        state.Exchange("means", _means);
        ImmutableArray<double> alignments = state.Exchange("alignments", (_last?.Alignments ?? []).ToImmutableArray());
        ImmutableArray<double> distances = state.Exchange("distances", (_last?.Distances ?? []).ToImmutableArray());
        List<int> identical = [.. _identical.Order().SelectMany(pair => new[] { pair.One, pair.Other })];
        state.Exchange("identical", identical);
        _last = alignments.IsEmpty ? null : new ExpertSimilarity(experts.Length, [.. alignments], [.. distances]);
        _identical = [.. identical.Chunk(2).Select(pair => (pair[0], pair[1]))];
    }

    private double? Shown(int row, int column)
    {
        double value = _last!.Alignments[(row * experts.Length) + column];
        return double.IsNaN(value) ? null : value;
    }

    private string Told(int first, ImmutableArray<int> others, ExpertSimilarity similarity) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name}: {string.Join(", ", others.Select(other => experts[other]))} give the same outputs as {experts[first]}; relative distance "
        + $"{others.Max(other => similarity.Distances[(first * experts.Length) + other]):G3}");
}
