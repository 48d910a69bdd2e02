using System.Globalization;
using System.Security.Cryptography;

namespace MmoePipeline.Host.DataSets;

/// <summary>Compares a file with the catalogue.</summary>
internal static class FileCheck
{
    private const string Advice = "delete or replace the file, and run the command again.";

    /// <summary>Requires that a file is the one of the catalogue.</summary>
    /// <param name="file">The file of the catalogue.</param>
    /// <param name="path">The file on the disk.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="BadInputException">It is another.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public static async Task RequireSameAsync(DataSetFile file, string path, CancellationToken cancellation)
    {
        await using FileStream content = File.OpenRead(path);
        if (content.Length != file.Bytes)
        {
            throw Wrong(path, "size", Number(file.Bytes), Number(content.Length));
        }

        string found = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation));
        if (found != file.Sha256)
        {
            throw Wrong(path, "SHA-256", file.Sha256, found);
        }
    }

    private static BadInputException Wrong(string path, string what, string expected, string found) =>
        new([DataSetException.OfContent(Path.GetRelativePath(".", path), what, expected, found, Advice).Problem]);

    private static string Number(long bytes) => bytes.ToString("N0", CultureInfo.InvariantCulture);
}
