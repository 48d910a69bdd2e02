namespace MmoePipeline.Plugins.DataSources.Files;

/// <summary>A text that changes with the content of a table's files.</summary>
internal static class FileFingerprint
{
    private const char Separator = '\u001f';

    /// <summary>Makes the text.</summary>
    /// <param name="files">The files in their order.</param>
    /// <param name="hasFolders">Whether folders' names are columns.</param>
    /// <exception cref="BadInputException">A file can't be read.</exception>
    public static string Create(ImmutableArray<string> files, bool hasFolders) => string.Join(
        Separator,
        files.Select(file => hasFolders
            ? $"{SourceFile.Fingerprint(file)}{Separator}{string.Join(Separator, FolderColumns.FromPath(file).Select(column => $"{column.Name}={column.Value ?? "\0"}"))}"
            : SourceFile.Fingerprint(file)));
}
