using MmoePipeline.Plugins.Probes.Gradients;
using MmoePipeline.Probing;
using MmoePipeline.Reporting;
using MmoePipeline.Resuming;

namespace MmoePipeline.Plugins.Probes.GradientConflict;

/// <summary>
/// How two tasks' gradients on a group of parameters stood to each other, step by step and epoch by epoch. What it keeps grows with the epochs, not
/// with the steps.
/// </summary>
/// <param name="group">The group's name.</param>
/// <param name="first">A task's name.</param>
/// <param name="second">The other task's name.</param>
internal sealed class PairHistory(string group, string first, string second)
{
    /// <summary>The bins of cosines from -1 to 1.</summary>
    public const int CosineBins = 20;

    private readonly StepMeans _cosines = new(1);
    private readonly double[] _bins = new double[CosineBins];
    private readonly List<double> _epochs = [];
    private readonly List<double?> _means = [];
    private int _stepsOfEpoch;
    private double _cosine;
    private double _oppositeSigns;
    private double _magnitudeRatio;

    /// <summary>The pair's name: <c>income-marital</c>.</summary>
    public string Name => $"{first}-{second}";

    /// <summary>The pair in a sentence.</summary>
    public string Tasks => $"{first} and {second}";

    /// <summary>The group's name.</summary>
    public string Group => group;

    /// <summary>The steps that were looked at.</summary>
    public long Steps => _cosines.Steps;

    /// <summary>How many of all steps have a cosine in each bin.</summary>
    public IReadOnlyList<double> Bins => _bins;

    /// <summary>The last epoch's figures: mean cosine, share of opposite signs, ratio of magnitudes.</summary>
    public ImmutableArray<double?> Last { get; private set; } = [null, null, null];

    /// <summary>The mean cosines by epoch.</summary>
    public PointSeries ByEpoch(string name) => new(name, [.. _epochs], [.. _means]);

    /// <summary>Adds a step.</summary>
    public void Add(double cosine, double oppositeSigns, double magnitudeRatio)
    {
        _cosines.Add([cosine]);
        _bins[Math.Clamp((int)Math.Floor((cosine + 1) / 2 * CosineBins), 0, CosineBins - 1)]++;
        _stepsOfEpoch++;
        _cosine += cosine;
        _oppositeSigns += oppositeSigns;
        _magnitudeRatio += magnitudeRatio;
    }

    /// <summary>The mean cosine over the later half of the steps.</summary>
    /// <param name="leastSteps">The smallest number of steps to judge by, if there are so many.</param>
    /// <param name="pairs">The number of pairs that are looked at, for which the interval is corrected.</param>
    public JudgedPair Judge(int leastSteps, int pairs)
    {
        (ImmutableArray<ImmutableArray<double>> means, long steps) = _cosines.Judged(leastSteps);
        double[] cosines = [.. means.Select(mean => mean[0])];
        return new JudgedPair(
            this,
            cosines.Length == 0 ? double.NaN : cosines.Average(),
            MeanInterval.Of(cosines, pairs) is { } interval ? new(Math.Max(-1, interval.Lower), Math.Min(1, interval.Upper)) : null,
            steps);
    }

    /// <summary>Closes an epoch.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="prefix">The prefix of the metrics' names.</param>
    /// <returns>The epoch's means; NaN where it had no step to look at.</returns>
    public IEnumerable<ProbeMetric> CompleteEpoch(int epoch, string prefix)
    {
        double[] means = [.. new[] { _cosine, _oppositeSigns, _magnitudeRatio }.Select(sum => _stepsOfEpoch == 0 ? double.NaN : sum / _stepsOfEpoch)];
        if (_stepsOfEpoch > 0)
        {
            Last = [means[0], means[1], means[2]];
            _epochs.Add(epoch);
            _means.Add(means[0]);
        }

        (_stepsOfEpoch, _cosine, _oppositeSigns, _magnitudeRatio) = (0, 0, 0, 0);
        return
        [
            new($"{prefix}/{group}/{Name}/cosine", means[0]),
            new($"{prefix}/{group}/{Name}/oppositeSigns", means[1]),
            new($"{prefix}/{group}/{Name}/magnitudeRatio", means[2]),
        ];
    }

    /// <summary>Saves what was seen, or takes it from a checkpoint.</summary>
    public void Exchange(StateExchange state)
    {
        state.Part("cosines", _cosines.Exchange);
        state.Exchange("bins", _bins);
        state.Exchange("epochs", _epochs);
        state.Exchange("means", _means);
        _stepsOfEpoch = state.Exchange("stepsOfEpoch", _stepsOfEpoch);
        _cosine = state.Exchange("cosine", _cosine);
        _oppositeSigns = state.Exchange("oppositeSigns", _oppositeSigns);
        _magnitudeRatio = state.Exchange("magnitudeRatio", _magnitudeRatio);
        Last = state.Exchange("last", Last);
    }
}
