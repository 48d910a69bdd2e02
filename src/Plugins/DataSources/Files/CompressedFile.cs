using System.IO.Compression;
using ZstdSharp;

namespace MmoePipeline.Plugins.DataSources.Files;

/// <summary>A file that may be compressed, as its name says: <c>.gz</c> for gzip, <c>.zst</c> for Zstandard.</summary>
internal static class CompressedFile
{
    private const int BufferBytes = 1 << 16;

    /// <summary>The compression by the engine's name: <c>gzip</c>, <c>zstd</c> or <c>none</c>.</summary>
    public static string CompressionOf(string path) =>
        path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? "gzip"
        : path.EndsWith(".zst", StringComparison.OrdinalIgnoreCase) ? "zstd" : "none";

    /// <summary>Opens a file's bytes without their compression.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static BufferedStream Open(string path)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return new BufferedStream(
            CompressionOf(path) switch
            {
                "gzip" => new GZipStream(file, CompressionMode.Decompress),
                "zstd" => new DecompressionStream(file, leaveOpen: false),
                _ => file,
            },
            BufferBytes);
    }

    /// <summary>Whether an exception says that what was read is not whole.</summary>
    public static bool IsDamage(Exception exception) => exception is InvalidDataException or EndOfStreamException or ZstdException;

    /// <summary>
    /// Requires that a compressed file is whole and as it was written: its checksums and lengths hold to its end. The engine stops where the
    /// bytes end, and doesn't look at checksums of gzip. Of Zstandard, a frame may have no checksum; then only its end is known.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="BadInputException">It is not.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static void RequireWhole(string path, CancellationToken cancellation)
    {
        string compression = CompressionOf(path);
        if (compression == "none")
        {
            return;
        }

        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferBytes);
        try
        {
            if (compression == "gzip" ? !GzipEnd.IsWhole(file, cancellation) : !ReadsToItsEnd(file, cancellation))
            {
                throw Damaged(path);
            }
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            throw Damaged(path);
        }
    }

    /// <summary>What is thrown for a file that is not whole.</summary>
    public static BadInputException Damaged(string path) => new(
        FileCodes.DamagedArchive,
        SourceFile.Describe(path),
        $"is damaged: its {CompressionOf(path)} data ends too early, continues after its end or doesn't match its checksum; "
        + $"expected a whole file. {(CompressionOf(path) == "gzip" ? "gzip -t" : "zstd -t")} shows the fault; fetch the file again.");

    private static bool ReadsToItsEnd(FileStream file, CancellationToken cancellation)
    {
        using var frames = new DecompressionStream(file);
        byte[] buffer = new byte[BufferBytes];
        while (frames.Read(buffer) > 0)
        {
            cancellation.ThrowIfCancellationRequested();
        }

        return true;
    }
}
