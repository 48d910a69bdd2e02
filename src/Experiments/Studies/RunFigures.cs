using System.Text.Json;
using MmoePipeline.Runs.Files;
using MmoePipeline.Runs.Folders;

namespace MmoePipeline.Experiments.Studies;

/// <summary>The figures that a run left in its files: verdicts, and probes' figures epoch by epoch.</summary>
internal sealed class RunFigures
{
    private readonly JsonElement _verdicts;

    private RunFigures(JsonElement verdicts, ImmutableArray<IReadOnlyDictionary<string, double>> epochs)
    {
        _verdicts = verdicts;
        Epochs = epochs;
    }

    /// <summary>For each epoch the probes' figures by their names; NaN for one that was not to be had.</summary>
    public ImmutableArray<IReadOnlyDictionary<string, double>> Epochs { get; }

    /// <summary>The figures of the last epoch.</summary>
    public IReadOnlyDictionary<string, double> LastEpoch => Epochs[^1];

    /// <summary>Reads the files.</summary>
    /// <param name="folder">The folder of a finished run.</param>
    /// <exception cref="BadInputException">A file is broken or not there.</exception>
    public static RunFigures Read(string folder)
    {
        var run = RunFolder.Open(folder);
        if (!File.Exists(run.VerdictsFile))
        {
            throw new BadInputException(RunFolderCodes.MissingFile, run.VerdictsFile, "is missing; a run writes it when it finishes.");
        }

        try
        {
            using JsonDocument verdicts = JsonDocument.Parse(File.ReadAllBytes(run.VerdictsFile));
            return new RunFigures(
                verdicts.RootElement.Clone(),
                [
                    .. RunHistory.Read(run).Epochs.Select(epoch => (IReadOnlyDictionary<string, double>)epoch.GetProperty("probes")
                        .EnumerateObject().ToDictionary(figure => figure.Name, figure => Number(figure.Value))),
                ]);
        }
        catch (JsonException exception)
        {
            throw new BadInputException(RunFolderCodes.UnreadableFile, run.VerdictsFile, $"{exception.Message}");
        }
    }

    /// <summary>The verdict about a trouble.</summary>
    public string? Verdict(string trouble) => _verdicts.GetProperty(trouble).GetProperty("verdict").GetString();

    /// <summary>The figure that decided about a trouble; NaN where it was not measured.</summary>
    public double VerdictValue(string trouble) => Number(_verdicts.GetProperty(trouble).GetProperty("value"));

    private static double Number(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.NaN;
}
