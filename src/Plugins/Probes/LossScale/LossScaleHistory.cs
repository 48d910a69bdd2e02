using System.Globalization;
using MmoePipeline.Plugins.Probes.Gradients;
using MmoePipeline.Probing;
using MmoePipeline.Reporting;
using MmoePipeline.Resuming;

namespace MmoePipeline.Plugins.Probes.LossScale;

/// <summary>
/// The tasks' losses and the norms of their gradients, epoch by epoch. What it keeps grows with the epochs, not with the steps.
/// </summary>
/// <param name="tasks">The tasks' names.</param>
/// <param name="leastSteps">The smallest number of steps to judge by, if there are so many.</param>
internal sealed class LossScaleHistory(ImmutableArray<string> tasks, int leastSteps)
{
    private readonly StepMeans _weighted = new(tasks.Length);
    private readonly StepMeans _plain = new(tasks.Length);
    private readonly StepNorms _norms = new();
    private readonly double[] _sums = new double[3 * tasks.Length];
    private readonly double[] _largest = new double[tasks.Length];
    private readonly double[] _zeros = new double[tasks.Length];
    private readonly List<double> _epochs = [];
    private readonly List<ImmutableArray<double>> _meanLosses = [];
    private readonly List<ImmutableArray<double>> _meanNorms = [];
    private readonly List<ImmutableArray<double>> _meanWeightedNorms = [];
    private readonly List<double?> _ratios = [];
    private readonly List<double?> _plainRatios = [];
    private int _stepsOfEpoch;

    /// <summary>The steps that were looked at.</summary>
    public long Steps => _weighted.Steps;

    /// <summary>The steps that <see cref="Ratios"/> are of.</summary>
    public long JudgedSteps => _weighted.Judged(leastSteps).Steps;

    /// <summary>The ratios of the mean weighted norms of all pairs of tasks over the later half of the steps.</summary>
    public ImmutableArray<NormRatio> Ratios() => NormRatio.Of(_weighted.Judged(leastSteps).Means);

    /// <summary>Adds a step.</summary>
    /// <param name="figures">The losses of all tasks, then the norms of all tasks.</param>
    /// <param name="weights">The tasks' weights; those of gradients can be negative.</param>
    public void Add(ReadOnlySpan<double> figures, ReadOnlySpan<double> weights)
    {
        ReadOnlySpan<double> norms = figures[tasks.Length..];
        double[] weighted = new double[tasks.Length];
        for (int task = 0; task < tasks.Length; task++)
        {
            weighted[task] = norms[task] * Math.Abs(weights[task]);
            _sums[task] += figures[task];
            _sums[tasks.Length + task] += norms[task];
            _sums[(2 * tasks.Length) + task] += weighted[task];
            _largest[task] = Math.Max(_largest[task], norms[task]);
            _zeros[task] = norms[task] == 0 ? _zeros[task] + 1 : 0;
        }

        _weighted.Add(weighted);
        _plain.Add(norms);
        _norms.Add([.. norms]);
        _stepsOfEpoch++;
    }

    /// <summary>Closes an epoch.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="prefix">The prefix of the metrics' names.</param>
    /// <param name="explodesAt">How many times the median of the epochs before is too much.</param>
    /// <returns>
    /// The epoch's means and their ratio, NaN where it had no step to look at; and what is wrong with single tasks' gradients in it: alerts whose
    /// names have the task in them: <c>dead-loss/TASK</c>.
    /// </returns>
    public (ImmutableArray<ProbeMetric> Metrics, ImmutableArray<ProbeAlert> Faults) CompleteEpoch(int epoch, string prefix, double explodesAt)
    {
        ImmutableArray<double> losses = Means(0);
        ImmutableArray<double> norms = Means(1);
        ImmutableArray<double> weightedNorms = Means(2);
        double ratio = RatioOf(weightedNorms);
        if (_stepsOfEpoch > 0)
        {
            _epochs.Add(epoch);
            _meanLosses.Add(losses);
            _meanNorms.Add(norms);
            _meanWeightedNorms.Add(weightedNorms);
            _ratios.Add(Shown(ratio));
            _plainRatios.Add(Shown(RatioOf(norms)));
        }

        ImmutableArray<ProbeAlert> faults = [.. Faults(explodesAt)];
        _norms.CompleteEpoch();
        Array.Clear(_sums);
        Array.Clear(_largest);
        _stepsOfEpoch = 0;
        return (
            [
                .. tasks.Zip(losses, (task, loss) => new ProbeMetric($"{prefix}/{task}/loss", loss)),
                .. tasks.Zip(norms, (task, norm) => new ProbeMetric($"{prefix}/{task}/gradientNorm", norm)),
                .. tasks.Zip(weightedNorms, (task, norm) => new ProbeMetric($"{prefix}/{task}/weightedGradientNorm", norm)),
                new($"{prefix}/ratio", ratio),
            ],
            faults);
    }

    /// <summary>Saves what was seen, or takes it from a checkpoint.</summary>
    public void Exchange(StateExchange state)
    {
        state.Part("weighted", _weighted.Exchange);
        state.Part("plain", _plain.Exchange);
        state.Part("norms", _norms.Exchange);
        state.Exchange("sums", _sums);
        state.Exchange("largest", _largest);
        state.Exchange("zeros", _zeros);
        state.Exchange("epochs", _epochs);
        state.Exchange("meanLosses", _meanLosses);
        state.Exchange("meanNorms", _meanNorms);
        state.Exchange("meanWeightedNorms", _meanWeightedNorms);
        state.Exchange("ratios", _ratios);
        state.Exchange("plainRatios", _plainRatios);
        _stepsOfEpoch = state.Exchange("stepsOfEpoch", _stepsOfEpoch);
    }

    /// <summary>A sentence about two tasks.</summary>
    /// <param name="ratio">Their ratio.</param>
    public string Describe(NormRatio ratio)
    {
        (ImmutableArray<ImmutableArray<double>> plain, long steps) = _plain.Judged(leastSteps);
        int pairs = tasks.Length * (tasks.Length - 1) / 2;
        string interval = ratio.Interval is { } ends
            ? string.Create(
                CultureInfo.InvariantCulture,
                $", with a 95 % interval from {ends.Lower:G3} to {ends.Upper:G3}{(pairs > 1 ? $", corrected for {pairs} pairs of tasks" : "")}")
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"on the shared parameters the weighted gradient of {tasks[ratio.Larger]} is {ratio.Ratio:G3} times that of {tasks[ratio.Smaller]} over {steps} "
            + $"steps{interval}. Before losses are weighted the ratio is {Mean(plain, ratio.Larger) / Mean(plain, ratio.Smaller):G3}");
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

    private IEnumerable<ProbeAlert> Faults(double explodesAt)
    {
        for (int task = 0; task < tasks.Length; task++)
        {
            double usual = _norms.Count < leastSteps ? double.NaN : _norms.Median(task);
            if (usual > 0 && _largest[task] > explodesAt * usual)
            {
                yield return new ProbeAlert($"exploding-gradient/{tasks[task]}", string.Create(
                    CultureInfo.InvariantCulture,
                    $"{tasks[task]}: the norm of its gradient on the shared parameters was {_largest[task]:G3} in a step, {_largest[task] / usual:G3} times the "
                    + $"median of the epochs before; above {explodesAt:G3} times it explodes"));
            }

            if (_zeros[task] >= leastSteps && _zeros[task] < Steps)
            {
                yield return new ProbeAlert(
                    $"dead-loss/{tasks[task]}",
                    $"{tasks[task]}: its gradient on the shared parameters has been zero in the last {leastSteps} steps that were looked at; nothing shared learns from it");
            }
        }
    }

    /// <summary>The means of the epoch's losses (0), norms (1) or weighted norms (2), by task; NaN without a step.</summary>
    private ImmutableArray<double> Means(int kind) =>
        [.. tasks.Select((_, task) => _stepsOfEpoch == 0 ? double.NaN : _sums[(kind * tasks.Length) + task] / _stepsOfEpoch)];

    private static double Mean(ImmutableArray<ImmutableArray<double>> batches, int task) => batches.Average(batch => batch[task]);

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
