using System.Collections.Concurrent;

namespace MmoePipeline.EndToEnd.Tests;

/// <summary>Finished short census runs, each done once for all tests that need it: a run is deterministic, so a copy is as good as another run.</summary>
internal static class SharedRun
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<RunReport>>> Runs = new(StringComparer.Ordinal);

    /// <summary>A run for tests that only read it.</summary>
    /// <param name="sets">The values that differ from those of a short run.</param>
    public static Task<RunReport> GetAsync(params string[] sets) => Runs.GetOrAdd(
        string.Join('\n', sets),
        _ => new(() => Workplace.RunIntoAsync(SharedFolder.PathOf("runs"), sets))).Value;

    /// <summary>A copy of a run's folder under the same name, for tests that change it.</summary>
    /// <param name="parent">The folder that gets the copy.</param>
    /// <param name="sets">The values that differ from those of a short run.</param>
    public static async Task<RunReport> CopyAsync(string parent, params string[] sets)
    {
        RunReport run = await GetAsync(sets);
        string destination = Path.Combine(parent, Path.GetFileName(run.Run));
        foreach (string file in Directory.EnumerateFiles(run.Run, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(destination, Path.GetRelativePath(run.Run, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return run with { Run = destination };
    }
}
