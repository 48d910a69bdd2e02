using MmoePipeline.Events;
using MmoePipeline.Statistics;
using MmoePipeline.Tasks;
using TaskFigures = System.Collections.Generic.OrderedDictionary<string, System.Collections.Generic.OrderedDictionary<string, double>>;

namespace MmoePipeline.Runs.Files;

/// <summary>Test metrics as files have them: task by task, metric by metric.</summary>
internal interface ITestMetrics
{
    /// <summary>The values; NaN where a metric has none.</summary>
    TaskFigures Test { get; }

    /// <summary>Both ends of each value's 95 % interval; null where there is none, and not there in files of older versions.</summary>
    OrderedDictionary<string, OrderedDictionary<string, ImmutableArray<double>?>> Intervals { get; }

    /// <summary>Whether a higher value is better; null where neither is, and not there in files of older versions.</summary>
    OrderedDictionary<string, OrderedDictionary<string, bool?>> HigherIsBetter { get; }
}

/// <summary>Test metrics of a run from and for its files.</summary>
internal static class TestMetrics
{
    /// <summary>The values by task and metric.</summary>
    public static TaskFigures Values(ImmutableArray<TaskMetrics> tasks) => Table(tasks, metric => metric.Value);

    /// <summary>The intervals by task and metric.</summary>
    public static OrderedDictionary<string, OrderedDictionary<string, ImmutableArray<double>?>> Intervals(ImmutableArray<TaskMetrics> tasks) =>
        Table(tasks, metric => metric.Interval is { } interval && double.IsFinite(interval.Lower) && double.IsFinite(interval.Upper)
            ? ImmutableArray.Create(interval.Lower, interval.Upper)
            : (ImmutableArray<double>?)null);

    /// <summary>The directions by task and metric.</summary>
    public static OrderedDictionary<string, OrderedDictionary<string, bool?>> Directions(ImmutableArray<TaskMetrics> tasks) =>
        Table(tasks, metric => metric.HigherIsBetter);

    /// <summary>The metrics of a file.</summary>
    public static ImmutableArray<TaskMetrics> Read(ITestMetrics file) =>
    [
        .. file.Test.Select(task => new TaskMetrics(
            task.Key,
            [
                .. task.Value.Select(metric => new TaskMetric(metric.Key, metric.Value, Find(file.HigherIsBetter, task.Key, metric.Key))
                {
                    Interval = Interval(file, task.Key, metric.Key),
                }),
            ])),
    ];

    /// <summary>The interval of a metric.</summary>
    public static ConfidenceInterval? Interval(ITestMetrics file, string task, string metric) =>
        Find(file.Intervals, task, metric) is { Length: 2 } ends ? new ConfidenceInterval(ends[0], ends[1]) : null;

    private static T? Find<T>(OrderedDictionary<string, OrderedDictionary<string, T?>> table, string task, string metric)
        where T : struct =>
        table.TryGetValue(task, out OrderedDictionary<string, T?>? metrics) && metrics.TryGetValue(metric, out T? value) ? value : null;

    private static OrderedDictionary<string, OrderedDictionary<string, T>> Table<T>(ImmutableArray<TaskMetrics> tasks, Func<TaskMetric, T> value) =>
        new(tasks.Select(task => KeyValuePair.Create(
            task.Task, new OrderedDictionary<string, T>(task.Metrics.Select(metric => KeyValuePair.Create(metric.Name, value(metric)))))));
}
