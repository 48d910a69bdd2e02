using System.Text.Json;
using MmoePipeline.Inference.Features;
using MmoePipeline.Inference.Weights;
using MmoePipeline.Runs.Folders;

namespace MmoePipeline.Engine.Checkpoints;

/// <summary>
/// What the predictions of a run depend on, apart from its weights: the encoding of its features and a part of its configuration. <c>predict</c>
/// takes them from the run folder, next to <c>best.safetensors</c>, so a run that is resumed must keep them, forced or not.
/// </summary>
/// <param name="identity">The run that is to be resumed, as it is now.</param>
/// <param name="encoding">The checksum of its encoding (<see cref="EncodingFile.Checksum"/>).</param>
internal sealed class PredictionBasis(RunIdentity identity, string encoding)
{
    /// <summary>The sections of the configuration that say how a row is encoded, what the network computes and what the logits mean.</summary>
    private static readonly ImmutableArray<string> Sections = ["data.features", "tasks", "model", "training.precision"];

    /// <summary>Refuses a run whose folder would not predict any more what it predicts now, or whose checkpoint is of another encoding.</summary>
    /// <param name="folder">The run folder; only read.</param>
    /// <param name="checkpoint">The run at the checkpoint; null where it has none and starts again.</param>
    /// <exception cref="BadInputException">The encoding or the configuration differs in a way that changes predictions.</exception>
    public void RequireSame(RunFolder folder, RunIdentity? checkpoint)
    {
        string? ofBest = OfBest(folder);
        string? before = ofBest ?? (checkpoint is null ? null : OfFile(folder));
        if (before is not null ? before != encoding : checkpoint is not null && checkpoint.Data != identity.Data)
        {
            throw new BadInputException(
                ResumeCodes.EncodingChanged,
                Shown(folder.EncodingFile),
                $"{(before is null ? "can't be read, so nothing shows that the data is encoded as at the checkpoint"
                    : "the data is now encoded in another way: a vocabulary or a scaling differs")}; the trained parameters would stand for other "
                + "values. --force does not change that. Nothing was changed. Start a new run for this data, with `mmoe run`.");
        }

        if (ofBest is null)
        {
            return;
        }

        ImmutableSortedDictionary<string, string> then = RunIdentity.Flat(JsonElement.Parse(File.ReadAllBytes(folder.ConfigurationFile)));
        string[] differences =
        [
            .. then.Keys.Union(identity.Configuration.Keys).Where(IsOfPrediction).Order(StringComparer.Ordinal)
                .Where(path => then.GetValueOrDefault(path) != identity.Configuration.GetValueOrDefault(path)),
        ];
        if (differences.Length > 0)
        {
            throw new BadInputException(
            [
                .. differences.Select(path => new Problem(
                    ResumeCodes.PredictionChanged,
                    path,
                    $"is {then.GetValueOrDefault(path, "absent")} in {Shown(folder.ConfigurationFile)}, {identity.Configuration.GetValueOrDefault(path, "absent")} now.")),
                new Problem(
                    ResumeCodes.PredictionChanged,
                    Shown(folder.BestCheckpoint),
                    "was trained with the former, and predictions with it would change. --force does not change that. Nothing was changed. "
                        + "Start a new run with these values, with `mmoe run`."),
            ]);
        }
    }

    private static bool IsOfPrediction(string path) =>
        Sections.Any(section => path == section || path.StartsWith($"{section}.", StringComparison.Ordinal));

    /// <summary>The encoding that the best epoch was trained with; null where there is no epoch yet, or it can't predict because it is damaged.</summary>
    private static string? OfBest(RunFolder folder)
    {
        try
        {
            using var best = SafetensorsReader.OpenOfRun(folder.BestCheckpoint);
            return best.Metadata.GetValueOrDefault(WeightsMetadata.Encoding);
        }
        catch (BadInputException)
        {
            return null;
        }
    }

    private static string? OfFile(RunFolder folder)
    {
        try
        {
            return EncodingFile.Read(folder.EncodingFile).Checksum;
        }
        catch (BadInputException)
        {
            return null;
        }
    }

    private static string Shown(string path) => Path.GetRelativePath(".", path);
}
