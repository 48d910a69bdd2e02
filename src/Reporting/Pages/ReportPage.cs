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
            history.Started.GetProperty("name").GetString()!,
            Summary(folder, history),
            PageVerdict.Of(data.Findings),
            [.. TaskSections.Of(history, data.Calibration), .. history.Data is { } encoded ? new[] { DataSection.Of(encoded) } : []],
            data.Sections,
            [
                .. history.Alerts.Select(alert => new PageAlert(
                    alert.GetProperty("epoch").GetInt32(),
                    alert.GetProperty("probe").GetString()!,
                    alert.GetProperty("alert").GetString()!,
                    alert.GetProperty("message").GetString()!)),
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
            return JsonSerializer.Deserialize(File.ReadAllBytes(folder.ReportDataFile), ReportDataJson.Default.ReportData)!;
        }
        catch (JsonException exception)
        {
            throw new BadInputException(RunFolderCodes.UnreadableFile, folder.ReportDataFile, $"{exception.Message}");
        }
    }

    private static string Summary(RunFolder folder, RunHistory history)
    {
        var time = TimeSpan.FromSeconds(history.Completed.GetProperty("seconds").GetDouble());
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Path.GetFileName(folder.FullPath)}: seed {Started("seed")}, {Started("trainingRows"):N0} training, {Started("validationRows"):N0} validation and "
            + $"{Started("testRows"):N0} test rows; {history.Completed.GetProperty("epochs").GetInt32()} epochs in {Duration(time)}, of which epoch "
            + $"{history.Completed.GetProperty("bestEpoch").GetInt32()} was the best. Ended {history.Completed.GetProperty("time").GetDateTimeOffset():yyyy-MM-dd HH:mm} UTC.");

        long Started(string name) => history.Started.GetProperty(name).GetInt64();
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
