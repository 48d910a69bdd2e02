using System.Text.Json;
using MmoePipeline.Runs.Folders;

namespace MmoePipeline.Runs.Files;

/// <summary><c>verdicts.json</c>: for each issue whether the run has it, by the issue's name.</summary>
/// <param name="Format">The version of the file's form; 0 in files of versions that wrote none.</param>
/// <param name="Verdicts">The verdicts.</param>
internal sealed record VerdictsFile(int Format, OrderedDictionary<string, VerdictEntry> Verdicts)
{
    /// <summary>To be raised with every change of the form.</summary>
    public const int CurrentFormat = 1;

    private const string FormatKey = "formatVersion";

    /// <summary>Reads the file of a run folder.</summary>
    /// <exception cref="BadInputException">It is not there, broken, or of a newer version.</exception>
    public static VerdictsFile Read(RunFolder folder)
    {
        if (!File.Exists(folder.VerdictsFile))
        {
            throw new BadInputException(RunFolderCodes.MissingFile, folder.VerdictsFile, "is missing; a run writes it when it finishes.");
        }

        try
        {
            var verdicts = new OrderedDictionary<string, VerdictEntry>();
            int format = 0;
            foreach (JsonProperty member in JsonElement.Parse(File.ReadAllBytes(folder.VerdictsFile)).EnumerateObject())
            {
                if (member.NameEquals(FormatKey))
                {
                    format = member.Value.GetInt32();
                }
                else
                {
                    verdicts.Add(member.Name, member.Value.Deserialize(RunFilesJson.Default.VerdictEntry) ?? throw new JsonException($"'{member.Name}' is null"));
                }
            }

            FileFormat.Require(folder.VerdictsFile, format, CurrentFormat);
            return new VerdictsFile(format, verdicts);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new BadInputException(RunFolderCodes.UnreadableFile, folder.VerdictsFile, $"expected the verdicts of a run: {exception.Message}");
        }
    }

    /// <summary>Writes the file.</summary>
    public void Write(Stream file)
    {
        using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber(FormatKey, Format);
        foreach ((string issue, VerdictEntry verdict) in Verdicts)
        {
            json.WritePropertyName(issue);
            JsonSerializer.Serialize(json, verdict, RunFilesJson.Default.VerdictEntry);
        }

        json.WriteEndObject();
    }
}

/// <summary>The verdict on an issue.</summary>
/// <param name="Verdict"><c>found</c>, <c>not-found</c>, <c>undecided</c> or <c>not-measured</c>.</param>
/// <param name="Value">The figure that decides; null where it was not measured.</param>
/// <param name="Lower">The lower end of its interval.</param>
/// <param name="Upper">The upper end of its interval.</param>
/// <param name="Threshold">The figure from which on the run has the issue.</param>
internal sealed record VerdictEntry(string Verdict, double? Value, double? Lower, double? Upper, double? Threshold);
