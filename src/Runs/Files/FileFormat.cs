using MmoePipeline.Runs.Folders;

namespace MmoePipeline.Runs.Files;

/// <summary>The version of the form of a file, which every file of a run has.</summary>
internal static class FileFormat
{
    /// <summary>Refuses a file of a newer version.</summary>
    /// <param name="path">The file.</param>
    /// <param name="found">Its version.</param>
    /// <param name="current">The newest that this program reads.</param>
    /// <exception cref="BadInputException">It is newer.</exception>
    public static void Require(string path, int found, int current)
    {
        if (found < 0 || found > current)
        {
            throw new BadInputException(
                RunFolderCodes.NewerFormat,
                Path.GetRelativePath(".", path),
                $"expected form {current} or an earlier one, found {found}; a newer version of the program wrote it: use that version.");
        }
    }
}
