using System.Text.Json;
using MmoePipeline.Events;
using MmoePipeline.Statistics;
using MmoePipeline.Tasks;

namespace MmoePipeline.Runs.Files;

/// <summary>What metrics have next to their values, in <c>metrics.jsonl</c> and in the result of a run: task by task, metric by metric.</summary>
internal static class MetricsJson
{
    private const string Intervals = "intervals";
    private const string Directions = "higherIsBetter";

    /// <summary>Writes <c>"intervals"</c>: the ends of each metric's 95 % interval as a list of two numbers, or null.</summary>
    public static void WriteIntervals(Utf8JsonWriter json, ImmutableArray<TaskMetrics> tasks) => Write(json, Intervals, tasks, metric =>
    {
        if (metric.Interval is { } interval && double.IsFinite(interval.Lower) && double.IsFinite(interval.Upper))
        {
            json.WriteStartArray(metric.Name);
            json.WriteNumberValue(interval.Lower);
            json.WriteNumberValue(interval.Upper);
            json.WriteEndArray();
        }
        else
        {
            json.WriteNull(metric.Name);
        }
    });

    /// <summary>Writes <c>"higherIsBetter"</c>: true, false, or null where neither is better.</summary>
    public static void WriteDirections(Utf8JsonWriter json, ImmutableArray<TaskMetrics> tasks) => Write(json, Directions, tasks, metric =>
    {
        if (metric.HigherIsBetter is { } direction)
        {
            json.WriteBoolean(metric.Name, direction);
        }
        else
        {
            json.WriteNull(metric.Name);
        }
    });

    /// <summary>The interval of a metric.</summary>
    /// <param name="of">The object that <see cref="WriteIntervals"/> wrote into; one of an older version has none.</param>
    /// <param name="task">The task.</param>
    /// <param name="metric">The metric.</param>
    public static ConfidenceInterval? Interval(JsonElement of, string task, string metric) =>
        Find(of, Intervals, task, metric) is { ValueKind: JsonValueKind.Array } ends && ends.GetArrayLength() == 2
            ? new ConfidenceInterval(ends[0].GetDouble(), ends[1].GetDouble())
            : null;

    /// <summary>The direction of a metric.</summary>
    /// <param name="of">The object that <see cref="WriteDirections"/> wrote into; one of an older version has none.</param>
    /// <param name="task">The task.</param>
    /// <param name="metric">The metric.</param>
    public static bool? Direction(JsonElement of, string task, string metric) =>
        Find(of, Directions, task, metric) is { ValueKind: JsonValueKind.True or JsonValueKind.False } direction ? direction.GetBoolean() : null;

    private static void Write(Utf8JsonWriter json, string name, ImmutableArray<TaskMetrics> tasks, Action<TaskMetric> write)
    {
        json.WriteStartObject(name);
        foreach (TaskMetrics task in tasks)
        {
            json.WriteStartObject(task.Task);
            foreach (TaskMetric metric in task.Metrics)
            {
                write(metric);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static JsonElement? Find(JsonElement of, string part, string task, string metric) =>
        of.TryGetProperty(part, out JsonElement tasks) && tasks.TryGetProperty(task, out JsonElement metrics)
            && metrics.TryGetProperty(metric, out JsonElement found)
            ? found
            : null;
}
