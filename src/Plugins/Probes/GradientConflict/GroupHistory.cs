using MmoePipeline.Probing;
using MmoePipeline.Resuming;

namespace MmoePipeline.Plugins.Probes.GradientConflict;

/// <summary>What was seen of the tasks' gradients on a group of parameters.</summary>
/// <param name="name">The group's name.</param>
/// <param name="tasks">The tasks' names.</param>
internal sealed class GroupHistory(string name, ImmutableArray<string> tasks)
{
    private readonly SortedDictionary<(int First, int Second), PairHistory> _pairs = [];
    private double[][] _magnitudes = Empty(tasks.Length);

    /// <summary>The group's name.</summary>
    public string Name => name;

    /// <summary>The pairs of tasks that both reach the group.</summary>
    public IEnumerable<PairHistory> Pairs => _pairs.Values;

    /// <summary>For each task how many gradients there were of each magnitude, in the last epoch that had a step to look at.</summary>
    public ImmutableArray<ImmutableArray<double>> Magnitudes { get; private set; } = [];

    /// <summary>The pairs by their mean cosines over the later half of the steps, the lowest first.</summary>
    /// <param name="leastSteps">The smallest number of steps to judge by, if there are so many.</param>
    public ImmutableArray<JudgedPair> Judge(int leastSteps) =>
        [.. _pairs.Values.Select(pair => pair.Judge(leastSteps, _pairs.Count)).OrderBy(pair => pair.Cosine)];

    /// <summary>Adds a step.</summary>
    public void Add(GradientProducts products)
    {
        for (int first = 0; first < tasks.Length; first++)
        {
            for (int second = first + 1; second < tasks.Length; second++)
            {
                Add(products, first, second);
            }

            for (int bin = 0; bin < GradientProducts.Bins; bin++)
            {
                _magnitudes[first][bin] += products.Magnitudes(first)[bin];
            }
        }
    }

    /// <summary>Closes an epoch.</summary>
    public IEnumerable<ProbeMetric> CompleteEpoch(int epoch, string prefix)
    {
        if (_magnitudes.Any(counts => counts.Any(count => count > 0)))
        {
            Magnitudes = Frozen(_magnitudes);
            _magnitudes = Empty(tasks.Length);
        }

        return [.. _pairs.Values.SelectMany(pair => pair.CompleteEpoch(epoch, prefix))];
    }

    /// <summary>Saves what was seen, or takes it from a checkpoint.</summary>
    public void Exchange(StateExchange state)
    {
        _magnitudes = [.. state.Exchange("magnitudes", Frozen(_magnitudes)).Select(counts => counts.ToArray())];
        Magnitudes = state.Exchange("lastMagnitudes", Magnitudes);
        state.Parts(
            "pairs",
            _pairs,
            (of, place) => (of.Exchange("first", place.First), of.Exchange("second", place.Second)),
            (_, place, _) => new PairHistory(name, tasks[place.First], tasks[place.Second]),
            (of, pair) => pair.Exchange(of));
    }

    private void Add(GradientProducts products, int first, int second)
    {
        double cosine = products.Cosine(first, second);
        double magnitudeRatio = products.MagnitudeRatio(first, second);

        // A gradient of zero has no direction, and what is not finite no meaning.
        if (!double.IsFinite(cosine) || !double.IsFinite(magnitudeRatio))
        {
            return;
        }

        if (!_pairs.TryGetValue((first, second), out PairHistory? pair))
        {
            pair = new PairHistory(name, tasks[first], tasks[second]);
            _pairs.Add((first, second), pair);
        }

        // Where no parameter has a gradient of both tasks, none is pulled in opposite directions.
        double oppositeSigns = products.OppositeSigns(first, second);
        pair.Add(cosine, double.IsNaN(oppositeSigns) ? 0 : oppositeSigns, magnitudeRatio);
    }

    private static ImmutableArray<ImmutableArray<double>> Frozen(double[][] counts) => [.. counts.Select(ofTask => ofTask.ToImmutableArray())];

    private static double[][] Empty(int tasks) => [.. Enumerable.Range(0, tasks).Select(_ => new double[GradientProducts.Bins])];
}
