using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.IO.MemoryMappedFiles;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Engine.Data.Encoding;

/// <summary>The file of an encoded table, mapped into memory: what is not looked at is not read, and the system may drop it again.</summary>
/// <remarks>
/// A file is a 4-byte little-endian length, a JSON header of that length with spaces at its end, the columns as <see cref="EncodedLayout"/> says, and
/// the 16-byte XXH128 of all before it.
/// </remarks>
internal sealed unsafe class EncodedFile : IDisposable
{
    private const int CheckedAtOnce = 1 << 20;
    private const int ChecksumBytes = 16;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    private EncodedFile(FileStream stream, EncodedHeader header, EncodedLayout layout)
    {
        (Header, Layout) = (header, layout);
        _file = MemoryMappedFile.CreateFromFile(
            stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        Start = (nint)start;
    }

    /// <summary>What is in the file.</summary>
    public EncodedHeader Header { get; }

    /// <summary>Where it is.</summary>
    public EncodedLayout Layout { get; }

    /// <summary>The file's first byte in memory.</summary>
    public nint Start { get; }

    /// <summary>The hash of all before it, as it is at the end of the file, in hexadecimal digits.</summary>
    public string Checksum => Convert.ToHexStringLower(new ReadOnlySpan<byte>((byte*)Start + Layout.End, ChecksumBytes));

    /// <summary>Opens a file and checks that it is as it was written.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The file; null where it is damaged.</returns>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static EncodedFile? Open(string path)
    {
        FileStream stream = OpenStream(path, FileOptions.None);
        try
        {
            if (IsWhole(stream.SafeFileHandle))
            {
                return Map(stream);
            }
        }
        catch
        {
            stream.Dispose();
            throw;
        }

        stream.Dispose();
        return null;
    }

    /// <summary>Opens a file that this process has just written, without reading all of it for a check.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isTemporary">Whether the file goes away when it is closed.</param>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static EncodedFile OpenWritten(string path, bool isTemporary)
    {
        FileStream stream = OpenStream(path, isTemporary ? FileOptions.DeleteOnClose : FileOptions.None);
        try
        {
            return Map(stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Writes the start of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="header">The header, with numbers that are at least as long as those of <see cref="RewriteHeader"/>.</param>
    /// <returns>Where the header ends.</returns>
    public static long WriteHeader(SafeFileHandle file, EncodedHeader header)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header);
        WriteHeader(file, json);
        return sizeof(int) + json.Length;
    }

    /// <summary>Writes the header again, with what was counted while the columns were written.</summary>
    /// <param name="file">The file.</param>
    /// <param name="header">The header, for which there is room.</param>
    /// <param name="layout">Where the columns are.</param>
    public static void RewriteHeader(SafeFileHandle file, EncodedHeader header, EncodedLayout layout)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header);
        byte[] padded = new byte[layout.Start - sizeof(int)];
        padded.AsSpan().Fill((byte)' ');
        json.CopyTo(padded, 0);
        WriteHeader(file, padded);
    }

    /// <summary>Writes the end of a file whose columns are written.</summary>
    public static void WriteChecksum(SafeFileHandle file, EncodedLayout layout) =>
        RandomAccess.Write(file, HashOf(file, layout.End), layout.End);

    /// <summary>What is kept of the rows that were left out: JSON objects, one a line. Valid until the file is disposed.</summary>
    public Stream OpenQuarantine() => new UnmanagedMemoryStream((byte*)Start + Layout.Quarantine, Header.QuarantineBytes);

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private static void WriteHeader(SafeFileHandle file, byte[] json)
    {
        byte[] start = new byte[sizeof(int) + json.Length];
        BinaryPrimitives.WriteInt32LittleEndian(start, json.Length);
        json.CopyTo(start, sizeof(int));
        RandomAccess.Write(file, start, 0);
    }

    private static FileStream OpenStream(string path, FileOptions options) => new(path, new FileStreamOptions
    {
        Access = FileAccess.Read,
        Share = FileShare.Read | FileShare.Delete,
        BufferSize = 0,
        Options = options,
    });

    private static bool IsWhole(SafeFileHandle file)
    {
        long end = RandomAccess.GetLength(file) - ChecksumBytes;
        if (end < sizeof(int))
        {
            return false;
        }

        byte[] stored = new byte[ChecksumBytes];
        ExactRead.Fill(file, stored, end);
        return HashOf(file, end).AsSpan().SequenceEqual(stored);
    }

    /// <summary>Maps a file that is as it was written.</summary>
    private static EncodedFile Map(FileStream stream)
    {
        SafeFileHandle file = stream.SafeFileHandle;
        byte[] length = new byte[sizeof(int)];
        ExactRead.Fill(file, length, 0);
        byte[] json = new byte[BinaryPrimitives.ReadInt32LittleEndian(length)];
        ExactRead.Fill(file, json, sizeof(int));
        EncodedHeader header = JsonSerializer.Deserialize<EncodedHeader>(json)!;
        return new EncodedFile(stream, header, new EncodedLayout(header, sizeof(int) + json.Length));
    }

    /// <summary>
    /// Reads instead of looking at mapped memory: a large file would stay in this process's memory as a whole.
    /// </summary>
    private static byte[] HashOf(SafeFileHandle file, long end)
    {
        var hash = new XxHash128();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(CheckedAtOnce);
        for (long at = 0; at < end;)
        {
            int count = (int)Math.Min(CheckedAtOnce, end - at);
            ExactRead.Fill(file, buffer.AsSpan(0, count), at);
            hash.Append(buffer.AsSpan(0, count));
            at += count;
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return hash.GetHashAndReset();
    }
}
