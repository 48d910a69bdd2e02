using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using MmoePipeline.Reporting.Content;
using MmoePipeline.Reporting.Sections;
using MmoePipeline.Runs.Files;
using MmoePipeline.Runs.Folders;
using MmoePipeline.Runs.Machine;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Reporting.Pages;

/// <summary>Makes <c>report.html</c> out of a run folder's files: one file that needs no other and no network.</summary>
internal static class ReportPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="folder">The folder of a finished run.</param>
    /// <exception cref="BadInputException">The run is not finished, or a file is broken or not there.</exception>
    public static void Write(RunFolder folder) => DurableFile.Write(
        folder.ReportFile, file => file.Write(Encoding.UTF8.GetBytes(Html(Content(folder)))));

    /// <summary>What the page shows.</summary>
    /// <param name="folder">The folder of a finished run.</param>
    /// <exception cref="BadInputException">The run is not finished, or a file is broken or not there.</exception>
    public static PageContent Content(RunFolder folder)
    {
        RunHistory history = RunHistory.Read(folder);
        ReportData data = ReadData(folder);
        return new PageContent(
            history.Started.Name,
            Summary(folder, history),
            PageVerdict.Of(data.Findings),
            [.. TaskSections.Of(history, data.Calibration), .. history.Data is { } encoded ? new[] { DataSection.Of(encoded) } : []],
            data.Sections,
            [
                .. history.Alerts.Select(alert => new PageAlert(alert.Epoch, alert.Probe, alert.Alert, alert.Message)),
            ],
            NetworkSection.Of(data.Parts),
            Facts(data.Environment),
            File.ReadAllText(folder.ConfigurationFile).ReplaceLineEndings("\n"));
    }

    /// <summary>The page's text.</summary>
    public static string Html(PageContent content) => ReportAssets.Fill(new Dictionary<string, string>
    {
        ["title"] = WebUtility.HtmlEncode($"{content.Title}: report"),
        ["style"] = ReportAssets.Read("report.css"),
        ["charts"] = ReportAssets.Read("echarts.min.js"),
        ["data"] = JsonSerializer.Serialize(content, PageJson.Default.PageContent),
        ["script"] = ReportAssets.Read("report.js"),
    });

    private static ReportData ReadData(RunFolder folder)
    {
        if (!File.Exists(folder.ReportDataFile))
        {
            throw new BadInputException(RunFolderCodes.MissingFile, folder.ReportDataFile, "is missing; a run writes it when it finishes.");
        }

        try
        {
            ReportData data = JsonSerializer.Deserialize(File.ReadAllBytes(folder.ReportDataFile), ReportDataJson.Default.ReportData)
                ?? throw new JsonException("expected the data of a report, found null");
            FileFormat.Require(folder.ReportDataFile, data.FormatVersion, ReportData.CurrentFormat);
            return data;
        }
        catch (JsonException exception)
        {
            throw new BadInputException(RunFolderCodes.UnreadableFile, folder.ReportDataFile, $"{exception.Message}");
        }
    }

    private static string Summary(RunFolder folder, RunHistory history)
    {
        RunStartedLine started = history.Started;
        CompletedLine end = history.Completed;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Path.GetFileName(folder.FullPath)}: seed {started.Seed}, {started.TrainingRows:N0} training, {started.ValidationRows:N0} validation and "
            + $"{started.TestRows:N0} test rows; {end.Epochs} epochs in {Duration(TimeSpan.FromSeconds(end.Seconds ?? 0))}, of which epoch "
            + $"{end.BestEpoch} was the best. Ended {end.Time:yyyy-MM-dd HH:mm} UTC.");
    }

    private static string Duration(TimeSpan time) => time.TotalMinutes < 2
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:F0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalHours):00}:{time.Minutes:00}:{time.Seconds:00} h");

    private static ImmutableArray<PageFact> Facts(RunEnvironment environment) =>
    [
        new("Processor", environment.Processor),
        new("Logical cores", environment.Cores.ToString(CultureInfo.InvariantCulture)),
        new("System", environment.System),
        new(".NET", environment.DotNet),
        new("TorchSharp", environment.TorchSharp),
        new("libtorch threads", environment.Threads.ToString(CultureInfo.InvariantCulture)),
        new("Device", environment.Device),
    ];
}
