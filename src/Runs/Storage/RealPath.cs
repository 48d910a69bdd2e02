
namespace MmoePipeline.Runs.Storage;

/// <summary>Paths without links in them.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    private static readonly StringComparison Comparison =
        OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>Where a path leads when every link on the way is followed.</summary>
    /// <exception cref="IOException">Links lead in a circle.</exception>
    public static string Of(string path) => Resolve(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)), MostLinks);

    /// <summary>Where a path leads when every link on the way is followed; the full path itself where links lead in a circle.</summary>
    public static string OrFullPath(string path)
    {
        try
        {
            return Of(path);
        }
        catch (IOException)
        {
            return Path.GetFullPath(path);
        }
    }

    /// <summary>Whether a path is a folder or inside of it; both without links.</summary>
    public static bool IsWithin(string path, string folder) =>
        string.Equals(path, folder, Comparison)
        || path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, Comparison);

    private static string Resolve(string path, int links)
    {
        string real = Path.GetPathRoot(path)!;
        foreach (string part in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            string next = Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is { } target)
            {
                if (links == 0)
                {
                    throw new IOException($"{path} leads through too many links");
                }

                next = Resolve(Path.GetFullPath(target, real), --links);
            }

            real = next;
        }

        return real;
    }
}
