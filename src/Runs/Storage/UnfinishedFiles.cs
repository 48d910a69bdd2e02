using System.Collections.Concurrent;

namespace MmoePipeline.Runs.Storage;

/// <summary>
/// Files and folders under temporary names. A process that ends at once, after a second Ctrl-C, runs no code of theirs any more, and deletes
/// them by this list.
/// </summary>
internal static class UnfinishedFiles
{
    private static readonly ConcurrentDictionary<string, byte> Paths = new(StringComparer.Ordinal);

    /// <summary>Adds a file or folder, which need not be there yet.</summary>
    /// <returns>To be disposed of when it is renamed or deleted.</returns>
    public static IDisposable Add(string path)
    {
        string full = Path.GetFullPath(path);
        Paths[full] = 0;
        return new Entry(full);
    }

    /// <summary>All files and folders that are on the list.</summary>
    public static IEnumerable<string> All => Paths.Keys;

    /// <summary>Deletes all that is on the list and is there, as far as that is possible. Other threads may be writing to it.</summary>
    public static void Delete() => Delete(All);

    /// <summary>Deletes files and folders, as far as that is possible.</summary>
    public static void Delete(IEnumerable<string> paths)
    {
        foreach (string path in paths)
        {
            try
            {
                if (Directory.Exists(path))
                {
                    Directory.Delete(path, recursive: true);
                }
                else
                {
                    File.Delete(path);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // The process ends; what it can't delete stays under a name that says what it is.
            }
        }
    }

    private sealed class Entry(string path) : IDisposable
    {
        public void Dispose() => Paths.TryRemove(path, out _);
    }
}
