using System.Text.Json;
using MmoePipeline.Runs.Files;

namespace MmoePipeline.Experiments.Series;

/// <summary>Reads what <c>run --format json</c> prints.</summary>
internal static class RunOutput
{
    /// <summary>The run that was printed.</summary>
    /// <param name="output">The JSON object.</param>
    /// <param name="seed">The run's seed, which it does not have.</param>
    /// <exception cref="JsonException">It is not the result of a run.</exception>
    public static SeedRun Parse(string output, ulong seed)
    {
        RunResultFile run = JsonSerializer.Deserialize(output, RunFilesJson.Default.RunResultFile) ?? throw new JsonException("expected the result of a run, found null");
        return new SeedRun(seed, run.Run, run.Parameters, TimeSpan.FromSeconds(run.Seconds), run.BestEpoch, TestMetrics.Read(run));
    }
}
