using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MmoePipeline.Runs.Folders;

namespace MmoePipeline.Runs.Files;

/// <summary>The events of a finished run, from <c>metrics.jsonl</c>.</summary>
/// <param name="Started">The start.</param>
/// <param name="Epochs">The epochs, by number.</param>
/// <param name="Alerts">The probes' alerts.</param>
/// <param name="Completed">The end.</param>
internal sealed record RunHistory(
    RunStartedLine Started, ImmutableArray<EpochLine> Epochs, ImmutableArray<AlertLine> Alerts, CompletedLine Completed)
{
    /// <summary>The version of the form of <c>metrics.jsonl</c>, to be raised with every change of it.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The table that was encoded; null in a folder that an older version left.</summary>
    public DataEncodedLine? Data { get; init; }

    /// <summary>Reads the file of a run folder.</summary>
    /// <exception cref="BadInputException">A line is broken, the run is not finished, or a newer version wrote it.</exception>
    public static RunHistory Read(RunFolder folder)
    {
        MetricsLine[] lines = [.. ReadLines(folder)];
        RunStartedLine? started = lines.OfType<RunStartedLine>().LastOrDefault();
        CompletedLine? completed = lines.OfType<CompletedLine>().LastOrDefault();
        if (started is null || completed is null)
        {
            throw new BadInputException(
                RunFolderCodes.NotFinished, folder.MetricsFile, "has no run-completed event: the run is not finished, and a report is made at its end.");
        }

        FileFormat.Require(folder.MetricsFile, started.FormatVersion, CurrentFormat);

        // A run that was resumed may have done an epoch twice: the later one counts.
        return new RunHistory(
            started,
            [.. lines.OfType<EpochLine>().GroupBy(epoch => epoch.Epoch).OrderBy(epoch => epoch.Key).Select(epoch => epoch.Last())],
            [.. lines.OfType<AlertLine>()],
            completed)
        {
            Data = lines.OfType<DataEncodedLine>().LastOrDefault(),
        };
    }

    /// <summary>The last event, where it is the end of the run; null where it is another, or was not written as a whole.</summary>
    public static CompletedLine? ReadEnd(RunFolder folder)
    {
        try
        {
            return File.ReadLines(folder.MetricsFile).LastOrDefault() is { } line ? Parse(line) as CompletedLine : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static IEnumerable<MetricsLine> ReadLines(RunFolder folder)
    {
        int number = 0;
        foreach (string text in File.ReadLines(folder.MetricsFile))
        {
            number++;
            MetricsLine? line;
            try
            {
                line = Parse(text);
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                throw new BadInputException(
                    RunFolderCodes.UnreadableFile, $"{folder.MetricsFile}:{number}", $"expected an event of a run as JSON: {exception.Message}");
            }

            if (line is not null)
            {
                yield return line;
            }
        }
    }

    /// <summary>An event that a page is made of; null for others, also for those of newer versions.</summary>
    private static MetricsLine? Parse(string text)
    {
        JsonElement line = JsonElement.Parse(text);
        JsonTypeInfo? type = (line.TryGetProperty("event", out JsonElement kind) ? kind.GetString() : null) switch
        {
            RunStartedLine.Event => RunFilesJson.Default.RunStartedLine,
            DataEncodedLine.Event => RunFilesJson.Default.DataEncodedLine,
            EpochLine.Event => RunFilesJson.Default.EpochLine,
            AlertLine.Event => RunFilesJson.Default.AlertLine,
            CompletedLine.Event => RunFilesJson.Default.CompletedLine,
            _ => null,
        };
        return type is null ? null : (MetricsLine?)line.Deserialize(type);
    }
}
