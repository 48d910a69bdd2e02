using MmoePipeline.Runs.Files;
using MmoePipeline.Runs.Folders;

namespace MmoePipeline.Experiments.Studies.Measures;

/// <summary>The figures that a run left in its files: verdicts, and probes' figures epoch by epoch.</summary>
/// <param name="verdicts">The verdicts by issue.</param>
/// <param name="epochs">For each epoch the probes' figures by their names; NaN for one that could not be measured.</param>
internal sealed class RunFigures(IReadOnlyDictionary<string, VerdictEntry> verdicts, ImmutableArray<IReadOnlyDictionary<string, double>> epochs)
{
    /// <summary>For each epoch the probes' figures by their names; NaN for one that could not be measured.</summary>
    public ImmutableArray<IReadOnlyDictionary<string, double>> Epochs => epochs;

    /// <summary>The figures of the last epoch.</summary>
    public IReadOnlyDictionary<string, double> LastEpoch => Epochs[^1];

    /// <summary>Reads the files.</summary>
    /// <param name="folder">The folder of a finished run.</param>
    /// <exception cref="BadInputException">A file is broken or not there.</exception>
    public static RunFigures Read(string folder)
    {
        var run = RunFolder.Open(folder);
        return new RunFigures(
            VerdictsFile.Read(run).Verdicts, [.. RunHistory.Read(run).Epochs.Select(epoch => (IReadOnlyDictionary<string, double>)epoch.Probes)]);
    }

    /// <summary>The verdict about an issue; null where the file has none.</summary>
    public string? Verdict(string issue) => verdicts.GetValueOrDefault(issue)?.Verdict;

    /// <summary>The figure that decided about an issue; NaN where it was not measured.</summary>
    public double VerdictValue(string issue) => verdicts.GetValueOrDefault(issue)?.Value ?? double.NaN;
}
