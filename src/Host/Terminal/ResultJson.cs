using System.Text.Json;
using MmoePipeline.Engine.Training;
using MmoePipeline.Events;
using MmoePipeline.Runs.Files;
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
            json.WriteStartObject("test");
            foreach (TaskMetrics task in result.Test)
            {
                json.WriteStartObject(task.Task);
                foreach (TaskMetric metric in task.Metrics)
                {
                    if (double.IsFinite(metric.Value))
                    {
                        json.WriteNumber(metric.Name, metric.Value);
                    }
                    else
                    {
                        json.WriteNull(metric.Name);
                    }
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
            MetricsJson.WriteIntervals(json, result.Test);
            MetricsJson.WriteDirections(json, result.Test);
            json.WriteEndObject();
        }

        output.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }
}
