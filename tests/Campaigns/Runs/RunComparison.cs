using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace MmoePipeline.Campaigns.Runs;

/// <summary>
/// What differs between a run that nothing disturbed and another of the same configuration: metrics but for times, the weights of the best
/// epoch, all of the last checkpoint, predictions, verdicts and the report's figures.
/// </summary>
/// <param name="undisturbed">The undisturbed run's folder.</param>
internal sealed partial class RunComparison(string undisturbed)
{
    /// <summary>What a run has only when it is over.</summary>
    private static readonly string[] AtTheEnd = ["verdicts.json", "report.json", "predictions.csv"];

    private readonly string _lastCheckpoint = Path.Combine(
        "checkpoints",
        Directory.EnumerateDirectories(Path.Combine(undisturbed, "checkpoints"), "step-*").Select(path => Path.GetFileName(path)!).Max(StringComparer.Ordinal)!,
        "tensors.safetensors");

    /// <summary>The files in which a run that is over differs.</summary>
    /// <param name="run">Its folder.</param>
    /// <param name="withLastCheckpoint">Whether the last checkpoint has to be there.</param>
    public IEnumerable<string> Differences(string run, bool withLastCheckpoint = true)
    {
        string[] files =
        [
            .. AtTheEnd.Where(file => File.Exists(Path.Combine(undisturbed, file))), "metrics.jsonl", "encoding.json", "config.json",
            Path.Combine("checkpoints", "best.safetensors"), .. withLastCheckpoint ? new[] { _lastCheckpoint } : [],
        ];
        IEnumerable<string> differing = files.Where(file => !File.Exists(Path.Combine(run, file)) || Content(undisturbed, file) != Content(run, file));
        return File.Exists(Path.Combine(run, "report.html")) && File.ReadAllText(Path.Combine(run, "report.html")).TrimEnd().EndsWith("</html>", StringComparison.Ordinal)
            ? differing
            : differing.Append("report.html");
    }

    /// <summary>The files that look whole in a run that has not come to its end, and are not.</summary>
    /// <param name="run">Its folder.</param>
    public IEnumerable<string> HalfResults(string run) => AtTheEnd.Append("encoding.json")
        .Where(file => File.Exists(Path.Combine(run, file)) && Content(undisturbed, file) != Content(run, file));

    /// <summary>What has to be the same: of text all but times.</summary>
    private static string Content(string run, string file)
    {
        string path = Path.Combine(run, file);
        return Path.GetExtension(file) is ".json" or ".jsonl"
            ? Times().Replace(File.ReadAllText(path), "")
            : Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
    }

    [GeneratedRegex("\"(time|seconds|samplesPerSecond|dataWaitSeconds|probeSeconds)\":[^,}]*,?")]
    private static partial Regex Times();
}
