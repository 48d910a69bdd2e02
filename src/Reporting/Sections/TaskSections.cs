using System.Globalization;
using MmoePipeline.Events;
using MmoePipeline.Runs.Files;
using Figures = System.Collections.Generic.OrderedDictionary<string, double>;

namespace MmoePipeline.Reporting.Sections;

/// <summary>The sections that every run has, from its history: test metrics, learning curves, time.</summary>
internal static class TaskSections
{
    /// <summary>The sections, in the page's order.</summary>
    public static ImmutableArray<ReportSection> Of(RunHistory history, ImmutableArray<TaskCalibration> calibration) =>
    [
        new ReportSection(
            "Test metrics",
            $"The weights of epoch {history.Completed.BestEpoch}, the best by the validation rows, on the test rows.",
            [TestTable(history), .. CalibrationFigures.Of(calibration)]),
        new ReportSection(
            "Learning curves",
            "Training losses are means over an epoch's steps, before they are weighted; validation metrics are taken at the end of each epoch.",
            [
                Curves("Training loss", "Each task's own loss, without its weight.", "loss", history, epoch => epoch.Loss),
                Curves("Loss weights", "What the loss weighting multiplied each task's loss with.", "weight", history, epoch => epoch.LossWeight),
                .. MetricNames(history.Epochs.Select(epoch => epoch.Validation)).Select(metric => ValidationCurve(history, metric)),
            ]),
        new ReportSection("Time", $"Where the time of each epoch went.{ProbesAtTheEnd(history)}", [TimeTable(history)]),
    ];

    private static string ProbesAtTheEnd(RunHistory history) => Finite(history.Completed.ProbeSeconds) is { } seconds
        ? string.Create(CultureInfo.InvariantCulture, $" At the end of the run probes took {seconds:F2} s for verdicts and sections.")
        : "";

    private static FigureTable TestTable(RunHistory history)
    {
        CompletedLine end = history.Completed;
        ImmutableArray<string> metrics = MetricNames([end.Test]);
        return new FigureTable(
            "Test metrics",
            "With 95 % intervals over other samples of as many test rows, for the network as it is; another seed's network is not in them. An empty cell is a "
                + "metric that a task doesn't have, or one that its rows don't define.",
            ["task", .. metrics],
            [.. end.Test.Keys],
            [.. end.Test.Values.Select(task => metrics.Select(metric => Number(task, metric)).ToImmutableArray())])
        {
            Intervals = [.. end.Test.Keys.Select(task => metrics.Select(metric => TestMetrics.Interval(end, task, metric)).ToImmutableArray())],
        };
    }

    private static LineChart ValidationCurve(RunHistory history, string metric)
    {
        LineChart curves = Curves(
            $"Validation {metric}",
            "",
            metric,
            history,
            [.. history.Epochs.SelectMany(epoch => epoch.Validation.Keys).Distinct()],
            (epoch, task) => epoch.Validation.TryGetValue(task, out Figures? of) ? Number(of, metric) : null);
        return curves with { Series = [.. curves.Series.Where(series => series.Y.Any(value => value is not null))] };
    }

    private static LineChart Curves(string title, string caption, string axis, RunHistory history, Func<EpochLine, Figures> part) => Curves(
        title,
        caption,
        axis,
        history,
        [.. history.Epochs.SelectMany(epoch => part(epoch).Keys).Distinct()],
        (epoch, task) => Number(part(epoch), task));

    private static LineChart Curves(
        string title, string caption, string axis, RunHistory history, ImmutableArray<string> tasks, Func<EpochLine, string, double?> value)
    {
        ImmutableArray<double> numbers = [.. history.Epochs.Select(epoch => (double)epoch.Epoch)];
        return new LineChart(
            title,
            caption,
            "epoch",
            axis,
            [.. tasks.Select(task => new PointSeries(task, numbers, [.. history.Epochs.Select(epoch => value(epoch, task))]))]);
    }

    private static FigureTable TimeTable(RunHistory history) => new(
        "Time of each epoch",
        "Seconds with evaluation; how long of it training waited for data, and probes took.",
        ["epoch", "seconds", "waited for data", "probes", "training rows per second"],
        [.. history.Epochs.Select(epoch => epoch.Epoch.ToString(CultureInfo.InvariantCulture))],
        [
            .. history.Epochs.Select(epoch => ImmutableArray.Create(
                Finite(epoch.Seconds), Finite(epoch.DataWaitSeconds), Finite(epoch.ProbeSeconds), Finite(epoch.SamplesPerSecond))),
        ]);

    private static ImmutableArray<string> MetricNames(IEnumerable<OrderedDictionary<string, Figures>> parts) =>
        [.. parts.SelectMany(part => part.Values).SelectMany(task => task.Keys).Distinct()];

    private static double? Number(Figures from, string name) => from.TryGetValue(name, out double value) ? Finite(value) : null;

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
