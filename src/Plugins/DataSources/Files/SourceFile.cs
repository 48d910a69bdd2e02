using System.Globalization;
using System.Security.Cryptography;
using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Plugins.DataSources.Files;

/// <summary>Checks on a file that a data source reads.</summary>
internal static class SourceFile
{
    /// <summary>Files up to this size, in bytes, are known by their content: it takes less than 0.1 s.</summary>
    private const long LargestHashed = 64L << 20;

    /// <summary>The file as a person knows it.</summary>
    public static string Describe(string path) => Path.GetRelativePath(".", path);

    /// <summary>Requires that a file can be read several times.</summary>
    /// <exception cref="BadInputException">There is none, or it is a folder, a pipe, a device or the like.</exception>
    public static void Require(string path)
    {
        if (File.Exists(path))
        {
            if (!FileType.IsRegular(path))
            {
                throw new BadInputException(
                    FileCodes.NotRegular,
                    Describe(path),
                    "is not a regular file (a pipe, a device or the like); a table is opened several times: write it to a file first.");
            }

            return;
        }

        if (Directory.Exists(path))
        {
            throw new BadInputException(FileCodes.IsFolder, Describe(path), $"is a folder, expected a file; 'patterns' takes the files of a folder, for instance {Path.Combine(Describe(path), "*.csv")}.");
        }

        string? folder = Path.GetDirectoryName(path);
        IEnumerable<string> neighbours = folder is not null && Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file))
            : [];
        string hint = NearestName.Find(Path.GetFileName(path), neighbours) is { } near ? $"; did you mean '{near}'?" : "";
        throw new BadInputException(FileCodes.NoSuchFile, Describe(path), $"there is no such file{hint}");
    }

    /// <summary>
    /// A text that changes with the content: its hash, or for a large file, which would take seconds to read at every start,
    /// its path, length and time of the last change.
    /// </summary>
    /// <exception cref="BadInputException">The file can't be read.</exception>
    public static string Fingerprint(string path)
    {
        try
        {
            var information = new FileInfo(path);
            if (information.Length > LargestHashed)
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{information.FullName}:{information.Length}:{information.LastWriteTimeUtc.Ticks}");
            }

            using FileStream file = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(FileCodes.Unreadable, Describe(path), $"can't be read: {exception.Message}");
        }
    }
}
