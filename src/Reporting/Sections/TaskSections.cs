using System.Globalization;
using System.Text.Json;
using MmoePipeline.Events;
using MmoePipeline.Runs.Files;

namespace MmoePipeline.Reporting.Sections;

/// <summary>The sections that every run has, from its history: test metrics, learning curves, time.</summary>
internal static class TaskSections
{
    /// <summary>The sections, in the page's order.</summary>
    public static ImmutableArray<ReportSection> Of(RunHistory history, ImmutableArray<TaskCalibration> calibration) =>
    [
        new ReportSection(
            "Test metrics",
            $"The weights of epoch {history.Completed.GetProperty("bestEpoch").GetInt32()}, the best by the validation rows, on the test rows.",
            [TestTable(history), .. CalibrationFigures.Of(calibration)]),
        new ReportSection(
            "Learning curves",
            "Training losses are means over an epoch's steps, before they are weighted; validation metrics are taken at the end of each epoch.",
            [
                Curves("Training loss", "Each task's own loss, without its weight.", "loss", history, epoch => epoch.GetProperty("loss")),
                Curves("Loss weights", "What the loss weighting multiplied each task's loss with.", "weight", history, epoch => epoch.GetProperty("lossWeight")),
                .. MetricNames(history.Epochs.Select(epoch => epoch.GetProperty("validation"))).Select(metric => ValidationCurve(history, metric)),
            ]),
        new ReportSection("Time", $"Where the time of each epoch went.{ProbesAtTheEnd(history)}", [TimeTable(history)]),
    ];

    private static string ProbesAtTheEnd(RunHistory history) => Number(history.Completed, "probeSeconds") is { } seconds
        ? string.Create(CultureInfo.InvariantCulture, $" At the end of the run probes took {seconds:F2} s for verdicts and sections.")
        : "";

    private static FigureTable TestTable(RunHistory history)
    {
        JsonElement test = history.Completed.GetProperty("test");
        ImmutableArray<string> metrics = MetricNames([test]);
        JsonProperty[] tasks = [.. test.EnumerateObject()];
        return new FigureTable(
            "Test metrics",
"With 95 % intervals over other samples of as many test rows, for the network as it is; another seed's network is not in them. An empty cell is a "
                + "metric that a task doesn't have, or one that its rows don't define.",
            ["task", .. metrics],
            [.. tasks.Select(task => task.Name)],
            [.. tasks.Select(task => metrics.Select(metric => Number(task.Value, metric)).ToImmutableArray())])
        {
            Intervals =
            [
                .. tasks.Select(task => metrics.Select(metric => MetricsJson.Interval(history.Completed, task.Name, metric)).ToImmutableArray()),
            ],
        };
    }

    private static LineChart ValidationCurve(RunHistory history, string metric)
    {
        LineChart curves = Curves($"Validation {metric}", "", metric, history, epoch => epoch.GetProperty("validation"), metric);
        return curves with { Series = [.. curves.Series.Where(series => series.Y.Any(value => value is not null))] };
    }

    private static LineChart Curves(
        string title, string caption, string axis, RunHistory history, Func<JsonElement, JsonElement> part, string? metric = null)
    {
        ImmutableArray<double> numbers = [.. history.Epochs.Select(epoch => epoch.GetProperty("epoch").GetDouble())];
        IEnumerable<string> tasks = history.Epochs.SelectMany(epoch => part(epoch).EnumerateObject()).Select(task => task.Name).Distinct();
        return new LineChart(title, caption, "epoch", axis,
        [
            .. tasks.Select(task => new PointSeries(
                task,
                numbers,
                [
                    .. history.Epochs.Select(epoch => metric is null
                        ? Number(part(epoch), task)
                        : part(epoch).TryGetProperty(task, out JsonElement of) ? Number(of, metric) : null),
                ])),
        ]);
    }

    private static FigureTable TimeTable(RunHistory history) => new(
        "Time of each epoch",
        "Seconds with evaluation; how long of it training waited for data, and probes took.",
        ["epoch", "seconds", "waited for data", "probes", "training rows per second"],
        [.. history.Epochs.Select(epoch => epoch.GetProperty("epoch").GetRawText())],
        [
            .. history.Epochs.Select(epoch => ImmutableArray.Create(
                Number(epoch, "seconds"), Number(epoch, "dataWaitSeconds"), Number(epoch, "probeSeconds"), Number(epoch, "samplesPerSecond"))),
        ]);

    private static ImmutableArray<string> MetricNames(IEnumerable<JsonElement> parts) =>
    [
        .. parts.SelectMany(part => part.EnumerateObject()).SelectMany(task => task.Value.EnumerateObject())
            .Select(metric => metric.Name).Distinct(),
    ];

    private static double? Number(JsonElement from, string name) =>
        from.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
