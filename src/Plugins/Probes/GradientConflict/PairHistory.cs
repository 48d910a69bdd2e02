using System.Globalization;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;
using MmoePipeline.Probing;
using MmoePipeline.Reporting;
using MmoePipeline.Resuming;

namespace MmoePipeline.Plugins.Probes.GradientConflict;

/// <summary>How two tasks' gradients on a group of parameters stood to each other, step by step and epoch by epoch.</summary>
/// <param name="group">The group's name.</param>
/// <param name="first">A task's name.</param>
/// <param name="second">The other task's name.</param>
internal sealed class PairHistory(string group, string first, string second)
{
    private const double Confidence = 0.99;

    private readonly List<double> _cosines = [];
    private readonly List<double> _epochs = [];
    private readonly List<double?> _means = [];
    private int _epochStart;
    private double _oppositeSigns;
    private double _magnitudeRatio;

    /// <summary>The pair's name: <c>income-marital</c>.</summary>
    public string Name => $"{first}-{second}";

    /// <summary>The group's name.</summary>
    public string Group => group;

    /// <summary>The cosines of all steps that were looked at.</summary>
    public IReadOnlyList<double> Cosines => _cosines;

    /// <summary>The steps that <see cref="MeanCosine"/> is of.</summary>
    public int JudgedSteps { get; private set; }

    /// <summary>The mean cosine of the last epoch that had a step to look at, or of more steps where these were too few.</summary>
    public double MeanCosine { get; private set; } = double.NaN;

    /// <summary>
    /// What the expectation of the cosine is below with a confidence of 0.99: <c>m + t s / sqrt(n)</c> of the mean m and the standard
    /// deviation s of n steps, and Student's t for n - 1 degrees of freedom; at most 1. NaN for less than two steps.
    /// </summary>
    public double SurelyBelow { get; private set; } = double.NaN;

    /// <summary>The last epoch's figures: mean cosine, share of opposite signs, ratio of magnitudes.</summary>
    public ImmutableArray<double?> Last { get; private set; } = [null, null, null];

    /// <summary>The mean cosines by epoch.</summary>
    public PointSeries ByEpoch(string name) => new(name, [.. _epochs], [.. _means]);

    /// <summary>Adds a step.</summary>
    public void Add(double cosine, double oppositeSigns, double magnitudeRatio)
    {
        _cosines.Add(cosine);
        _oppositeSigns += oppositeSigns;
        _magnitudeRatio += magnitudeRatio;
    }

    /// <summary>Closes an epoch.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="prefix">The prefix of the metrics' names.</param>
    /// <param name="leastSteps">The smallest number of steps to judge by, if there are so many.</param>
    /// <returns>The epoch's means; NaN where it had no step to look at.</returns>
    public IEnumerable<ProbeMetric> CompleteEpoch(int epoch, string prefix, int leastSteps)
    {
        int steps = _cosines.Count - _epochStart;
        double cosine = steps == 0 ? double.NaN : _cosines.Skip(_epochStart).Average();
        double oppositeSigns = steps == 0 ? double.NaN : _oppositeSigns / steps;
        double magnitudeRatio = steps == 0 ? double.NaN : _magnitudeRatio / steps;
        if (steps > 0)
        {
            JudgedSteps = Math.Min(_cosines.Count, Math.Max(steps, leastSteps));
            double[] judged = [.. _cosines.TakeLast(JudgedSteps)];
            MeanCosine = judged.Average();
            SurelyBelow = JudgedSteps < 2
                ? double.NaN
                : Math.Min(1, MeanCosine + (StudentT.InvCDF(0, 1, JudgedSteps - 1, Confidence) * judged.StandardDeviation() / Math.Sqrt(JudgedSteps)));
            Last = [cosine, oppositeSigns, magnitudeRatio];
            _epochs.Add(epoch);
            _means.Add(cosine);
        }

        (_epochStart, _oppositeSigns, _magnitudeRatio) = (_cosines.Count, 0, 0);
        return
        [
            new($"{prefix}/{group}/{Name}/cosine", cosine),
            new($"{prefix}/{group}/{Name}/oppositeSigns", oppositeSigns),
            new($"{prefix}/{group}/{Name}/magnitudeRatio", magnitudeRatio),
        ];
    }

    /// <summary>Saves what was seen, or takes it from a checkpoint.</summary>
    public void Exchange(StateExchange state)
    {
        state.Exchange("cosines", _cosines);
        state.Exchange("epochs", _epochs);
        state.Exchange("means", _means);
        _epochStart = state.Exchange("epochStart", _epochStart);
        _oppositeSigns = state.Exchange("oppositeSigns", _oppositeSigns);
        _magnitudeRatio = state.Exchange("magnitudeRatio", _magnitudeRatio);
        JudgedSteps = state.Exchange("judgedSteps", JudgedSteps);
        MeanCosine = state.Exchange("meanCosine", MeanCosine);
        SurelyBelow = state.Exchange("surelyBelow", SurelyBelow);
        Last = state.Exchange("last", Last);
    }

    /// <summary>A sentence about the pair.</summary>
    public string Told(double threshold) => string.Create(
        CultureInfo.InvariantCulture,
        $"{group}: the gradients of {first} and {second} have a mean cosine of {MeanCosine:F3} over {JudgedSteps} steps, surely below "
        + $"{SurelyBelow:F3}; surely below {threshold:G3} is a tug of war");
}
