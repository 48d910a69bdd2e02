using System.Text.Json;
using MmoePipeline.Events;
using MmoePipeline.Host.Training;
using MmoePipeline.Tasks;

namespace MmoePipeline.Host.Terminal;

/// <summary>The result of a run as one JSON object, for scripts.</summary>
internal static class ResultJson
{
    /// <summary>Writes the object and a line end.</summary>
    public static void Write(TextWriter output, RunResult result)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("run", result.Folder);
            json.WriteNumber("epochs", result.Epochs);
            json.WriteNumber("bestEpoch", result.BestEpoch);
            json.WriteNumber("seconds", Math.Round(result.Elapsed.TotalSeconds, 3));
            json.WriteNumber("parameters", result.Parameters);
            WriteTasks(json, "test", result.Test, (to, metric) =>
            {
                if (double.IsFinite(metric.Value))
                {
                    to.WriteNumber(metric.Name, metric.Value);
                }
                else
                {
                    to.WriteNull(metric.Name);
                }
            });
            WriteTasks(json, "higherIsBetter", result.Test, (to, metric) =>
            {
                if (metric.HigherIsBetter is { } direction)
                {
                    to.WriteBoolean(metric.Name, direction);
                }
                else
                {
                    to.WriteNull(metric.Name);
                }
            });
            json.WriteEndObject();
        }

        output.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    private static void WriteTasks(
        Utf8JsonWriter json, string name, ImmutableArray<TaskMetrics> tasks, Action<Utf8JsonWriter, TaskMetric> write)
    {
        json.WriteStartObject(name);
        foreach (TaskMetrics task in tasks)
        {
            json.WriteStartObject(task.Task);
            foreach (TaskMetric metric in task.Metrics)
            {
                write(json, metric);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
