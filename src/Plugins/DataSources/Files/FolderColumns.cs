namespace MmoePipeline.Plugins.DataSources.Files;

/// <summary>
/// Columns that are folders' names, as Hive lays tables out: each file below <c>day=2026-01-01/</c> has that value in the column <c>day</c>.
/// Only where an option asks for them.
/// </summary>
internal static class FolderColumns
{
    /// <summary>What Hive writes for a missing value.</summary>
    private const string Missing = "__HIVE_DEFAULT_PARTITION__";

    /// <summary>The columns of a file, with their value; null where missing.</summary>
    /// <param name="path">The file's path.</param>
    /// <exception cref="BadInputException">No folder is called KEY=VALUE, or two have one key.</exception>
    public static ImmutableArray<(string Name, string? Value)> FromPath(string path)
    {
        string[] folders = (Path.GetDirectoryName(Path.GetFullPath(path)) ?? "").Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        ImmutableArray<(string Name, string? Value)> columns =
        [
            .. folders.Select(folder => (Name: folder, Split: folder.IndexOf('=', StringComparison.Ordinal))).Where(folder => folder.Split > 0).Select(folder =>
                (Uri.UnescapeDataString(folder.Name[..folder.Split]), folder.Name[(folder.Split + 1)..] is var value && value == Missing ? null : Uri.UnescapeDataString(value))),
        ];
        return columns.IsEmpty
            ? throw new BadInputException(FileCodes.NoPartition, SourceFile.Describe(path), "is below no folder called KEY=VALUE, expected one because of hivePartitions.")
            : columns.GroupBy(column => column.Name).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new BadInputException(FileCodes.TwoPartitions, SourceFile.Describe(path), $"is below two folders called {twice.Key}=..., expected one value for each column.")
            : columns;
    }

    /// <summary>Requires that a file itself has none of the columns.</summary>
    /// <param name="path">The file.</param>
    /// <param name="folders">The columns that are folders' names.</param>
    /// <param name="own">The file's own columns.</param>
    /// <exception cref="BadInputException">It has.</exception>
    public static void RequireDistinct(string path, IEnumerable<string> folders, ImmutableArray<string> own)
    {
        if (folders.FirstOrDefault(own.Contains) is { } both)
        {
            throw new BadInputException(
                FileCodes.PartitionIsColumn,
                SourceFile.Describe(path),
                $"has a column '{both}', and a folder called {both}=... gives one of the same name; rename one, or set hivePartitions to false.");
        }
    }
}
