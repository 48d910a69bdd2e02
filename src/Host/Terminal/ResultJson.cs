using System.Text.Json;
using MmoePipeline.Engine.Training;
using MmoePipeline.Runs.Files;

namespace MmoePipeline.Host.Terminal;

/// <summary>The result of a run as one JSON object, for scripts.</summary>
internal static class ResultJson
{
    /// <summary>Writes the object and a line end.</summary>
    public static void Write(TextWriter output, RunResult result) => output.WriteLine(JsonSerializer.Serialize(
        new RunResultFile(result.Folder, result.Epochs, result.BestEpoch, Math.Round(result.Elapsed.TotalSeconds, 3), result.Parameters)
        {
            Test = TestMetrics.Values(result.Test),
            Intervals = TestMetrics.Intervals(result.Test),
            HigherIsBetter = TestMetrics.Directions(result.Test),
        },
        RunFilesJson.Default.RunResultFile));
}
