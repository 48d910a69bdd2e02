using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Runs.Folders;

/// <summary>What is in a folder that a run left, or that somebody sent as one.</summary>
internal static class RunFolderContents
{
    private const string Configuration = "config.json";

    private static readonly ImmutableArray<string> Marks = ["metrics.jsonl", "encoding.json", "checkpoints", "report.json", "log.txt"];

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <summary>What must not be written to: links, files with a second name that are written in place, and what is not a file.</summary>
    /// <param name="folder">The folder; a link to it is followed, because the user named it.</param>
    public static IEnumerable<string> Refusals(string folder)
    {
        foreach (string path in Directory.EnumerateFileSystemEntries(folder, "*", Everything).Order(StringComparer.Ordinal))
        {
            if (OwnFile.Refusal(path) is { } refusal)
            {
                // Files that are replaced by a new one may have a second name, as in a backup that shares unchanged files.
                if (FileStatus.OfName(path) is not { IsRegular: true } || IsWrittenInPlace(path))
                {
                    yield return refusal;
                }
            }
            else if (Directory.Exists(path))
            {
                foreach (string below in Refusals(path))
                {
                    yield return below;
                }
            }
        }
    }

    /// <summary>The run folder that a folder is, or is in.</summary>
    /// <param name="folder">A folder; links on the way to it are looked at both as they are and where they lead.</param>
    /// <returns>The run folder; null where it is in none.</returns>
    public static string? RunFolderOf(string folder) => Enclosing(Path.GetFullPath(folder)) ?? Enclosing(RealPath.OrFullPath(folder));

    private static string? Enclosing(string? folder)
    {
        for (; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Path.Exists(Path.Combine(folder, Configuration)) && Marks.Any(mark => Path.Exists(Path.Combine(folder, mark))))
            {
                return folder;
            }
        }

        return null;
    }

    private static bool IsWrittenInPlace(string path) => Path.GetFileName(path) is "metrics.jsonl" or "log.txt" or ".lock";
}
