using System.Text.Json;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Experiments.Series;

/// <summary>The results of finished runs, a file each, named by the digest of all that a result depends on.</summary>
/// <param name="folder">The series' folder.</param>
internal sealed class ResultStore(string folder)
{
    private readonly string _results = Path.Combine(folder, "results");

    /// <summary>The result of an earlier run.</summary>
    /// <returns>The result; null where there is none, its file is broken, or its run folder is gone.</returns>
    public SeedRun? Find(string digest)
    {
        try
        {
            SeedRun? run = JsonSerializer.Deserialize(File.ReadAllBytes(PathOf(digest)), SeedRunJson.Default.SeedRun);
            if (run is null || run.Test.IsDefault)
            {
                return null;
            }

            SeedRun placed = run with { Folder = Path.GetFullPath(run.Folder, folder) };
            return File.Exists(Path.Combine(placed.Folder, "metrics.jsonl")) ? placed : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps a result, so that its file is whole or not there. The run folder is told from the series', which may move.</summary>
    public void Keep(string digest, SeedRun run)
    {
        Directory.CreateDirectory(_results);
        SeedRun placed = run with { Folder = Path.GetRelativePath(folder, run.Folder).Replace('\\', '/') };
        DurableFile.Write(PathOf(digest), file => JsonSerializer.Serialize(file, placed, SeedRunJson.Default.SeedRun));
    }

    private string PathOf(string digest) => Path.Combine(_results, $"{digest}.json");
}
