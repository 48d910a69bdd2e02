namespace MmoePipeline.Plugins.DataSources.Csv;

/// <summary>Tells files of another encoding by their byte order mark: half of such a file may pass for UTF-8.</summary>
internal static class CsvEncoding
{
    /// <summary>Tells when a file's mark is that of another encoding than UTF-8.</summary>
    /// <param name="path">The file.</param>
    /// <param name="file">The file as a person knows it.</param>
    /// <exception cref="BadInputException">It is, or the file can't be read.</exception>
    public static void Require(string path, string file)
    {
        Span<byte> start = stackalloc byte[2];
        try
        {
            using FileStream stream = File.OpenRead(path);
            start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{file}: can't be read: {exception.Message}");
        }

        if (start.SequenceEqual<byte>([0xFF, 0xFE]) || start.SequenceEqual<byte>([0xFE, 0xFF]))
        {
            throw new BadInputException($"{file}: is written in UTF-16 or UTF-32; UTF-8 is due, for instance by iconv -f UTF-16 -t UTF-8.");
        }
    }
}
