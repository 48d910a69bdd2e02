using System.Globalization;
using MmoePipeline.Probing;
using MmoePipeline.Reporting;
using MmoePipeline.Resuming;

namespace MmoePipeline.Plugins.Probes.LossScale;

/// <summary>The tasks' losses and the norms of their gradients, epoch by epoch.</summary>
/// <param name="tasks">The tasks' names.</param>
/// <param name="leastSteps">The smallest number of steps to judge by, if there are so many.</param>
internal sealed class LossScaleHistory(ImmutableArray<string> tasks, int leastSteps)
{
    private readonly List<ImmutableArray<double>> _losses = [];
    private readonly List<ImmutableArray<double>> _norms = [];
    private readonly List<ImmutableArray<double>> _weightedNorms = [];
    private readonly List<double> _epochs = [];
    private readonly List<ImmutableArray<double>> _meanLosses = [];
    private readonly List<ImmutableArray<double>> _meanNorms = [];
    private readonly List<ImmutableArray<double>> _meanWeightedNorms = [];
    private readonly List<double?> _ratios = [];
    private readonly List<double?> _plainRatios = [];
    private ImmutableArray<double> _judgedNorms = [];
    private double _judgedPlainRatio = double.NaN;
    private int _epochStart;
    private int _lastEpochStart;

    /// <summary>
    /// The largest mean weighted norm divided by the smallest in the last epoch that had a step to look at, or in more steps where these were too few; NaN
    /// where there is none.
    /// </summary>
    public double Ratio { get; private set; } = double.NaN;

    /// <summary>The steps that <see cref="Ratio"/> is of.</summary>
    public int JudgedSteps { get; private set; }

    /// <summary>Adds a step.</summary>
    /// <param name="figures">The losses of all tasks, then the norms of all tasks.</param>
    /// <param name="weights">The tasks' weights; those of gradients can be negative.</param>
    public void Add(ReadOnlySpan<double> figures, ReadOnlySpan<double> weights)
    {
        ImmutableArray<double> norms = [.. figures[tasks.Length..]];
        _losses.Add([.. figures[..tasks.Length]]);
        _norms.Add(norms);
        _weightedNorms.Add([.. norms.Zip(weights.ToArray(), (norm, weight) => norm * Math.Abs(weight))]);
    }

    /// <summary>Closes an epoch.</summary>
    /// <returns>The epoch's means and their ratio; NaN where it had no step to look at.</returns>
    public ImmutableArray<ProbeMetric> CompleteEpoch(int epoch, string prefix)
    {
        int steps = _losses.Count - _epochStart;
        ImmutableArray<double> losses = Means(_losses, steps);
        ImmutableArray<double> norms = Means(_norms, steps);
        ImmutableArray<double> weightedNorms = Means(_weightedNorms, steps);
        double ratio = RatioOf(weightedNorms);
        if (steps > 0)
        {
            JudgedSteps = Math.Min(_norms.Count, Math.Max(steps, leastSteps));
            _judgedNorms = Means(_weightedNorms, JudgedSteps);
            _judgedPlainRatio = RatioOf(Means(_norms, JudgedSteps));
            Ratio = RatioOf(_judgedNorms);
            _epochs.Add(epoch);
            _meanLosses.Add(losses);
            _meanNorms.Add(norms);
            _meanWeightedNorms.Add(weightedNorms);
            _ratios.Add(Shown(ratio));
            _plainRatios.Add(Shown(RatioOf(norms)));
        }

        _lastEpochStart = _epochStart;
        _epochStart = _losses.Count;
        return
        [
            .. tasks.Zip(losses, (task, loss) => new ProbeMetric($"{prefix}/{task}/loss", loss)),
            .. tasks.Zip(norms, (task, norm) => new ProbeMetric($"{prefix}/{task}/gradientNorm", norm)),
            .. tasks.Zip(weightedNorms, (task, norm) => new ProbeMetric($"{prefix}/{task}/weightedGradientNorm", norm)),
            new($"{prefix}/ratio", ratio),
        ];
    }

    /// <summary>What is wrong with single tasks' gradients in the epoch that was closed last.</summary>
    /// <param name="explodesAt">How many times the median of the epochs before is too much.</param>
    /// <returns>Alerts whose names say the task, too: <c>dead-loss/TASK</c>.</returns>
    public IEnumerable<ProbeAlert> Faults(double explodesAt)
    {
        for (int task = 0; task < tasks.Length; task++)
        {
            double[] norms = [.. _norms.Select(ofStep => ofStep[task])];
            double[] before = norms[.._lastEpochStart];
            double largest = norms[_lastEpochStart..].DefaultIfEmpty(0).Max();
            double usual = before.Length < leastSteps ? double.NaN : before.Order().ElementAt(before.Length / 2);
            if (usual > 0 && largest > explodesAt * usual)
            {
                yield return new ProbeAlert($"exploding-gradient/{tasks[task]}", string.Create(
                    CultureInfo.InvariantCulture,
                    $"{tasks[task]}: the norm of its gradient on the shared parameters was {largest:G3} in a step, {largest / usual:G3} times the median of the "
                    + $"epochs before; above {explodesAt:G3} times it explodes"));
            }

            double[] last = [.. norms.TakeLast(leastSteps)];
            if (last.Length == leastSteps && last.All(norm => norm == 0) && norms.Any(norm => norm > 0))
            {
                yield return new ProbeAlert(
                    $"dead-loss/{tasks[task]}",
                    $"{tasks[task]}: its gradient on the shared parameters has been zero in the last {leastSteps} steps that were looked at; nothing shared learns from it");
            }
        }
    }

    /// <summary>Saves what was seen, or takes it from a checkpoint.</summary>
    public void Exchange(StateExchange state)
    {
        state.Exchange("losses", _losses);
        state.Exchange("norms", _norms);
        state.Exchange("weightedNorms", _weightedNorms);
        state.Exchange("epochs", _epochs);
        state.Exchange("meanLosses", _meanLosses);
        state.Exchange("meanNorms", _meanNorms);
        state.Exchange("meanWeightedNorms", _meanWeightedNorms);
        state.Exchange("ratios", _ratios);
        state.Exchange("plainRatios", _plainRatios);
        _judgedNorms = state.Exchange("judgedNorms", _judgedNorms);
        _judgedPlainRatio = state.Exchange("judgedPlainRatio", _judgedPlainRatio);
        _epochStart = state.Exchange("epochStart", _epochStart);
        _lastEpochStart = state.Exchange("lastEpochStart", _lastEpochStart);
        Ratio = state.Exchange("ratio", Ratio);
        JudgedSteps = state.Exchange("judgedSteps", JudgedSteps);
    }

    /// <summary>A sentence about the tasks with the largest and the smallest gradient.</summary>
    public string Told(double threshold)
    {
        ImmutableArray<double> norms = _judgedNorms;
        int largest = norms.IndexOf(norms.Max());
        int smallest = norms.IndexOf(norms.Where(norm => norm > 0).Min());
        return string.Create(
            CultureInfo.InvariantCulture,
            $"on the shared parameters the weighted gradient of {tasks[largest]} ({norms[largest]:G3}) is {Ratio:G3} times that of {tasks[smallest]} "
            + $"({norms[smallest]:G3}) over {JudgedSteps} steps; above {threshold:G3} it drowns it. Before losses are weighted, the largest is "
            + $"{_judgedPlainRatio:G3} times the smallest");
    }

    /// <summary>The section of the report.</summary>
    public ReportSection Section() => new(
        "Loss scale",
        "How large each task's loss is, and how large its gradient on the shared parameters. What counts for who gets its way is the gradient with "
        + "the weight that the loss weighting gave it: where one is ten times another, their sum is practically the larger one.",
        [
            Lines(
                "Norms of the weighted gradients",
                "On all shared parameters, each times its task's weight; means over the steps that were looked at.",
                "norm",
                _meanWeightedNorms),
            Lines("Norms of the gradients before weighting", "The same gradients without the weights.", "norm", _meanNorms),
            new LineChart(
                "Largest norm divided by the smallest",
                "1 is an even pull.",
                "epoch",
                "ratio",
                [new PointSeries("weighted", [.. _epochs], [.. _ratios]), new PointSeries("before weighting", [.. _epochs], [.. _plainRatios])]),
            Lines("Losses", "Before weighting; means over the same steps.", "loss", _meanLosses),
        ]);

    /// <summary>The means of the last steps, by task; NaN of none.</summary>
    private ImmutableArray<double> Means(List<ImmutableArray<double>> values, int steps) =>
        [.. tasks.Select((_, task) => steps == 0 ? double.NaN : values.TakeLast(steps).Average(ofStep => ofStep[task]))];

    /// <summary>A task whose gradient is zero doesn't pull at all, or has nothing to share: it is left out.</summary>
    private static double RatioOf(ImmutableArray<double> norms)
    {
        ImmutableArray<double> pulling = [.. norms.Where(norm => norm > 0)];
        return pulling.Length < 2 ? double.NaN : pulling.Max() / pulling.Min();
    }

    private static double? Shown(double ratio) => double.IsNaN(ratio) ? null : ratio;

    private LineChart Lines(string title, string caption, string yAxis, List<ImmutableArray<double>> values) => new(
        title,
        caption,
        "epoch",
        yAxis,
        [.. tasks.Select((task, index) => new PointSeries(task, [.. _epochs], [.. values.Select(means => (double?)means[index])]))]);
}
