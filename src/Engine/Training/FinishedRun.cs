using MmoePipeline.Runs.Files;
using MmoePipeline.Runs.Folders;

namespace MmoePipeline.Engine.Training;

/// <summary>The result of a finished run, from the files of its folder.</summary>
internal static class FinishedRun
{
    /// <summary>Reads the result.</summary>
    /// <returns>Null where the run is not finished: its last event, its verdicts and its report have to be there.</returns>
    /// <exception cref="BadInputException">A line of the metrics is broken before the last.</exception>
    public static RunResult? Read(RunFolder folder) =>
        File.Exists(folder.VerdictsFile) && File.Exists(folder.ReportFile) && RunHistory.ReadEnd(folder) is { } end
            ? new RunResult(
                folder.FullPath,
                end.Epochs,
                end.BestEpoch,
                TimeSpan.FromSeconds(end.Seconds ?? 0),
                RunHistory.Read(folder).Started.Parameters,
                TestMetrics.Read(end))
            : null;
}
