using System.Text.Json;
using MmoePipeline.Runs.Folders;

namespace MmoePipeline.Runs.Files;

/// <summary>The events of a finished run, as <c>metrics.jsonl</c> tells them.</summary>
/// <param name="Started">The start.</param>
/// <param name="Epochs">The epochs, by number.</param>
/// <param name="Alerts">The probes' alerts.</param>
/// <param name="Completed">The end.</param>
internal sealed record RunHistory(
    JsonElement Started, ImmutableArray<JsonElement> Epochs, ImmutableArray<JsonElement> Alerts, JsonElement Completed)
{
    /// <summary>What the encoding made of the table; null in a folder that an older version left.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>Reads the file of a run folder.</summary>
    /// <exception cref="BadInputException">A line is broken, or the run did not come to its end.</exception>
    public static RunHistory Read(RunFolder folder)
    {
        ILookup<string?, JsonElement> events = ReadEvents(folder).ToLookup(line => line.GetProperty("event").GetString());
        if (!events["run-started"].Any() || !events["run-completed"].Any())
        {
            throw new BadInputException(
                RunFolderCodes.NotFinished,
                folder.MetricsFile,
                "has no run-completed event: the run is not finished; `mmoe resume` continues it.");
        }

        // A run that was taken up again may have done an epoch twice: the later one counts.
        return new RunHistory(
            events["run-started"].Last(),
            [
                .. events["epoch-completed"].GroupBy(epoch => epoch.GetProperty("epoch").GetInt32()).OrderBy(epoch => epoch.Key)
                    .Select(epoch => epoch.Last()),
            ],
            [.. events["alert"]],
            events["run-completed"].Last())
        {
            Data = events["data-encoded"].Any() ? events["data-encoded"].Last() : null,
        };
    }

    private static IEnumerable<JsonElement> ReadEvents(RunFolder folder)
    {
        int number = 0;
        foreach (string line in File.ReadLines(folder.MetricsFile))
        {
            number++;
            JsonElement element;
            try
            {
                element = JsonElement.Parse(line);
            }
            catch (JsonException exception)
            {
                throw new BadInputException(RunFolderCodes.UnreadableFile, $"{folder.MetricsFile}:{number}", $"is not JSON: {exception.Message}");
            }

            yield return element;
        }
    }
}
