using MmoePipeline.Plugins.DataSources.Files;

namespace MmoePipeline.Plugins.DataSources.Csv;

/// <summary>Knows files of another encoding by their byte order mark, and compressed ones by their first bytes: half of such a file may pass for UTF-8.</summary>
internal static class CsvEncoding
{
    /// <summary>Requires that a file's first bytes are not those of another encoding than UTF-8, or of a compression that its name doesn't say.</summary>
    /// <param name="path">The file.</param>
    /// <param name="file">The file as a person knows it.</param>
    /// <exception cref="BadInputException">They are, or the file can't be read.</exception>
    public static void Require(string path, string file)
    {
        Span<byte> start = stackalloc byte[4];
        try
        {
            using FileStream stream = File.OpenRead(path);
            start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(FileCodes.Unreadable, file, $"can't be read: {exception.Message}");
        }

        string? compression = start.StartsWith<byte>([0x1F, 0x8B]) ? "gzip" : start.SequenceEqual<byte>([0x28, 0xB5, 0x2F, 0xFD]) ? "zstd" : null;
        if (compression is not null && CompressedFile.CompressionOf(path) != compression)
        {
            throw new BadInputException(CsvCodes.WrongEnding, file, $"is compressed by {compression}; expected a name that ends in {(compression == "gzip" ? ".gz" : ".zst")}, or a text.");
        }

        if (start.StartsWith<byte>([0xFF, 0xFE]) || start.StartsWith<byte>([0xFE, 0xFF]))
        {
            throw new BadInputException(CsvCodes.NotUtf8, file, "expected UTF-8, found UTF-16 or UTF-32; convert the file, for instance by iconv -f UTF-16 -t UTF-8.");
        }
    }
}
