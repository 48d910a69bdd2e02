namespace MmoePipeline.Configuration;

/// <summary>
/// Paths of files of data sets, written <c>data://SET/FILE</c>, for instance <c>data://census/census-income.csv.gz</c>. They are looked up in the data folders, so
/// that a configuration fits every machine.
/// </summary>
public static class DataPath
{
    /// <summary>What the paths begin with.</summary>
    public const string Prefix = "data://";

    /// <summary>The environment variable that names the first data folder. It is not a value of the configuration.</summary>
    public const string Variable = "MMOE_DATA";

    private const string HomeVariable = "MMOE_HOME";

    private static readonly EnumerationOptions Readable = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true, MatchType = MatchType.Simple };

    /// <summary>Whether a text begins as such a path does.</summary>
    /// <param name="path">The text.</param>
    public static bool Is(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.StartsWith(Prefix, StringComparison.Ordinal);
    }

    /// <summary>The data set that a path names; null where the text is not <c>data://SET/FILE</c>. Parts are not empty, <c>.</c> or <c>..</c>.</summary>
    /// <param name="path">The text.</param>
    public static string? SetOf(string path) =>
        Is(path) && path[Prefix.Length..].Split('/') is { Length: > 1 } parts && Array.TrueForAll(parts, part => part is not ("" or "." or ".."))
            ? parts[0]
            : null;

    /// <summary>
    /// The data folders in the order in which they are searched: that of <c>MMOE_DATA</c>; the folder <c>data</c> in the working folder, in the root and in the
    /// program's home (<c>MMOE_HOME</c>); then <c>../shared/data</c>, from each of the three. They need not exist.
    /// </summary>
    /// <param name="root">The root of a project: for a path in a configuration file, the folder above the file's; null for none.</param>
    /// <returns>Full paths, each once.</returns>
    public static IReadOnlyList<string> Folders(string? root)
    {
        string[] bases = [.. new[] { ".", root, Environment.GetEnvironmentVariable(HomeVariable) }.OfType<string>().Where(folder => folder.Length > 0)];
        string[] named = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? [folder] : [];
        return
        [
            .. named.Concat(bases.Select(part => Path.Combine(part, "data"))).Concat(bases.Select(part => Path.Combine(part, "..", "shared", "data")))
                .Select(Path.GetFullPath).Distinct(),
        ];
    }

    /// <summary>
    /// The first file that a path names: in each data folder <c>SET/FILE</c>, then <c>FILE</c> where its name begins with that of the data set, as
    /// <c>census-income.csv.gz</c> does. The last part may be a pattern with <c>*</c>, which has to match a file.
    /// </summary>
    /// <param name="path">A path for which <see cref="SetOf"/> is not null.</param>
    /// <param name="root">As for <see cref="Folders"/>.</param>
    /// <returns>The full path; null where there is no such file.</returns>
    public static string? Find(string path, string? root)
    {
        ArgumentNullException.ThrowIfNull(path);
        string inFolder = path[Prefix.Length..];
        int slash = inFolder.IndexOf('/', StringComparison.Ordinal);
        string alone = inFolder[(slash + 1)..];
        string[] names = alone.StartsWith(inFolder[..slash], StringComparison.Ordinal) ? [inFolder, alone] : [inFolder];
        return Folders(root).SelectMany(folder => names.Select(name => Path.Combine(folder, name))).FirstOrDefault(Exists);
    }

    private static bool Exists(string path) => !Path.GetFileName(path).Contains('*', StringComparison.Ordinal)
        ? Path.Exists(path)
        : Directory.Exists(Path.GetDirectoryName(path)) && Directory.EnumerateFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path), Readable).Any();
}
