using System.Text.Json;
using MmoePipeline.Events;
using MmoePipeline.Tasks;

namespace MmoePipeline.Experiments.Series;

/// <summary>Reads what <c>run --format json</c> prints.</summary>
internal static class RunOutput
{
    /// <summary>The run that it tells of.</summary>
    /// <param name="output">The JSON object.</param>
    /// <param name="seed">The run's seed, which it does not tell.</param>
    public static SeedRun Parse(string output, ulong seed)
    {
        using JsonDocument document = JsonDocument.Parse(output);
        JsonElement run = document.RootElement;
        JsonElement directions = run.GetProperty("higherIsBetter");
        return new SeedRun(
            seed,
            run.GetProperty("run").GetString()!,
            run.GetProperty("parameters").GetInt64(),
            TimeSpan.FromSeconds(run.GetProperty("seconds").GetDouble()),
            run.GetProperty("bestEpoch").GetInt32(),
            [
                .. run.GetProperty("test").EnumerateObject().Select(task => new TaskMetrics(
                    task.Name,
                    [
                        .. task.Value.EnumerateObject().Select(metric => new TaskMetric(
                            metric.Name,
                            metric.Value.ValueKind == JsonValueKind.Null ? double.NaN : metric.Value.GetDouble(),
                            Direction(directions.GetProperty(task.Name).GetProperty(metric.Name)))),
                    ])),
            ]);
    }

    private static bool? Direction(JsonElement direction) => direction.ValueKind == JsonValueKind.Null ? null : direction.GetBoolean();
}
