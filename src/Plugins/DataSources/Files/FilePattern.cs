using System.IO.Enumeration;

namespace MmoePipeline.Plugins.DataSources.Files;

/// <summary>
/// Finds the files that a pattern matches: <c>*</c> stands for any part of a name, <c>**</c> for any folders. Every other character stands
/// for itself, brackets and question marks included, so folders may be called anything.
/// </summary>
internal static class FilePattern
{
    private const string AnyFolders = "**";

    /// <summary>Whether a text has a part that stands for others.</summary>
    public static bool Is(string path) => path.Contains('*', StringComparison.Ordinal);

    /// <summary>The files that match, in ordinal order of their paths.</summary>
    /// <param name="pattern">A full path. Names that begin with a dot match only where the pattern has the dot.</param>
    /// <exception cref="BadInputException">A folder can't be read, or no file matches.</exception>
    public static ImmutableArray<string> Find(string pattern)
    {
        string root = Path.GetPathRoot(pattern) ?? "";
        string[] parts = pattern[root.Length..].Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        var found = new SortedSet<string>(StringComparer.Ordinal);
        try
        {
            Walk(root, parts, found);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(FileCodes.Unreadable, SourceFile.Describe(pattern), $"its folders can't be read: {exception.Message}");
        }

        return found.Count > 0 ? [.. found] : throw new BadInputException(
            FileCodes.NoMatch,
            SourceFile.Describe(pattern),
            "no file matches this pattern; * stands for any part of a name, ** for any folders, every other character for itself.");
    }

    private static void Walk(string folder, ReadOnlySpan<string> parts, SortedSet<string> found)
    {
        (string part, bool isLast) = (parts[0], parts.Length == 1);
        if (part == AnyFolders && !isLast)
        {
            Walk(folder, parts[1..], found);
            foreach (string inner in Directory.EnumerateDirectories(folder))
            {
                // A link may lead back to a folder above it.
                if (Matches(inner, "*") && new DirectoryInfo(inner).LinkTarget is null)
                {
                    Walk(inner, parts, found);
                }
            }
        }
        else if (isLast)
        {
            found.UnionWith(Is(part)
                ? Directory.EnumerateFiles(folder).Where(file => Matches(file, part))
                : File.Exists(Path.Combine(folder, part)) ? [Path.Combine(folder, part)] : []);
        }
        else
        {
            IEnumerable<string> inner = Is(part)
                ? Directory.EnumerateDirectories(folder).Where(path => Matches(path, part))
                : Directory.Exists(Path.Combine(folder, part)) ? [Path.Combine(folder, part)] : [];
            foreach (string path in inner)
            {
                Walk(path, parts[1..], found);
            }
        }
    }

    private static bool Matches(string path, string part)
    {
        string name = Path.GetFileName(path);
        return (name[0] != '.' || part[0] == '.') && FileSystemName.MatchesSimpleExpression(
            part.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("?", "\\?", StringComparison.Ordinal), name, ignoreCase: false);
    }
}
