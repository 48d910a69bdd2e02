using System.Text.Json;
using MmoePipeline.Events;
using MmoePipeline.Runs.Files;
using MmoePipeline.Runs.Folders;
using MmoePipeline.Tasks;

namespace MmoePipeline.Engine.Training;

/// <summary>The result of a run that came to its end, from the files of its folder.</summary>
internal static class FinishedRun
{
    /// <summary>Reads the result.</summary>
    /// <returns>Null where the run did not come to its end: its last event, its verdicts and its report have to be there.</returns>
    /// <exception cref="BadInputException">A line of the metrics is broken before the last.</exception>
    public static RunResult? Read(RunFolder folder)
    {
        if (!File.Exists(folder.VerdictsFile) || !File.Exists(folder.ReportFile) || LastEvent(folder) is not { } end
            || end.GetProperty("event").GetString() != "run-completed")
        {
            return null;
        }

        JsonElement started = RunHistory.Read(folder).Started;
        return new RunResult(
            folder.FullPath,
            end.GetProperty("epochs").GetInt32(),
            end.GetProperty("bestEpoch").GetInt32(),
            TimeSpan.FromSeconds(end.GetProperty("seconds").GetDouble()),
            started.GetProperty("parameters").GetInt64(),
            [
                .. end.GetProperty("test").EnumerateObject().Select(task => new TaskMetrics(
                    task.Name,
                    [
                        .. task.Value.EnumerateObject().Select(metric => new TaskMetric(
                            metric.Name,
                            metric.Value.ValueKind == JsonValueKind.Null ? double.NaN : metric.Value.GetDouble(),
                            MetricsJson.Direction(end, task.Name, metric.Name))
                        {
                            Interval = MetricsJson.Interval(end, task.Name, metric.Name),
                        }),
                    ])),
            ]);
    }

    /// <summary>The last line; null where it was not written as a whole.</summary>
    private static JsonElement? LastEvent(RunFolder folder)
    {
        try
        {
            return File.ReadLines(folder.MetricsFile).LastOrDefault() is { } line ? JsonElement.Parse(line) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
