using System.Text.Json;
using MmoePipeline.Events;
using MmoePipeline.Experiments.Series;
using MmoePipeline.Runs.Files;
using MmoePipeline.Runs.Folders;

namespace MmoePipeline.Experiments.Comparisons;

/// <summary>The files of a finished run that pages of several runs are made of.</summary>
/// <param name="Run">The run.</param>
/// <param name="History">Its events.</param>
/// <param name="Verdicts">Its verdicts of troubles by their names in <c>verdicts.json</c>.</param>
/// <param name="Parts">Trained values by part of its network.</param>
internal sealed record RunFiles(
    SeedRun Run, RunHistory History, IReadOnlyDictionary<string, VerdictEntry> Verdicts, ImmutableArray<PartParameters> Parts)
{
    /// <summary>Reads them.</summary>
    /// <exception cref="BadInputException">A file is broken or not there.</exception>
    public static RunFiles Read(SeedRun run)
    {
        RunFolder folder = RunFolder.Open(run.Folder);
        try
        {
            ReportData report = JsonSerializer.Deserialize(File.ReadAllBytes(folder.ReportDataFile), ReportDataJson.Default.ReportData)!;
            return new RunFiles(
                run,
                RunHistory.Read(folder),
                VerdictsFile.Read(folder).Verdicts,
                report.Parts);
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            throw new BadInputException(ComparisonCodes.UnreadableRun, run.Folder, $"{exception.Message}");
        }
    }
}
