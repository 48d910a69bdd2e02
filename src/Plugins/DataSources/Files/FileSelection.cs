using MmoePipeline.Configuration;

namespace MmoePipeline.Plugins.DataSources.Files;

/// <summary>The files of one table, as options name them: by one of three options.</summary>
/// <param name="Path">The one file; or null.</param>
/// <param name="Paths">Files in their order; or empty.</param>
/// <param name="Patterns">Patterns of files in their order; or empty.</param>
internal sealed record FileSelection(string? Path, ImmutableArray<string> Paths, ImmutableArray<string> Patterns)
{
    /// <summary>The table as a person knows it.</summary>
    public string Description => (Names, Names.Length) switch
    {
        (_, 0) => "a table without files",
        ([var only], _) => SourceFile.Describe(only),
        ([var first, ..], int count) => $"{SourceFile.Describe(first)} and {count - 1} more",
        _ => "",
    };

    private ImmutableArray<string> Names => Path is null ? [.. Paths, .. Patterns] : [Path];

    /// <summary>Reports options that don't say which files are meant.</summary>
    /// <param name="section">Gets the problems.</param>
    public void Validate(OptionsSection section)
    {
        if ((Path is null ? 0 : 1) + (Paths.IsEmpty ? 0 : 1) + (Patterns.IsEmpty ? 0 : 1) != 1)
        {
            section.Report(
                Path is null && Paths.IsEmpty && Patterns.IsEmpty ? "path" : Paths.IsEmpty ? "patterns" : "paths",
                "expected exactly one of 'path' (a file), 'paths' (a list of files) and 'patterns' (a list such as [\"part-*.csv\"])");
        }
    }

    /// <summary>
    /// The files in the order in which they are read: a list as it is given, the files of a pattern in ordinal order of their paths.
    /// </summary>
    /// <exception cref="BadInputException">One is not there or not a regular file, is named twice, or no file matches a pattern.</exception>
    public ImmutableArray<string> Resolve() => Resolve(Path is { } path ? Expand(path) : [.. Paths, .. Patterns.SelectMany(pattern => FilePattern.Find(pattern))]);

    /// <summary>The files of a path: itself or, where there is no such file, those that it matches as a pattern.</summary>
    /// <param name="path">The path, whose asterisks make it a pattern.</param>
    /// <exception cref="BadInputException">No file matches.</exception>
    public static ImmutableArray<string> Expand(string path) => FilePattern.Is(path) && !File.Exists(path) ? FilePattern.Find(path) : [path];

    /// <summary>Requires that files can be read, and that each is named once.</summary>
    /// <param name="paths">The files.</param>
    /// <returns>The same files.</returns>
    /// <exception cref="BadInputException">One is not there or not a regular file, or is named twice.</exception>
    public static ImmutableArray<string> Resolve(IEnumerable<string> paths)
    {
        ImmutableArray<string> files = [.. paths];
        foreach (string file in files)
        {
            SourceFile.Require(file);
        }

        return files.GroupBy(file => file, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new BadInputException(FileCodes.NamedTwice, SourceFile.Describe(twice.Key), "is named twice; expected each file of a table once.")
            : files;
    }
}
