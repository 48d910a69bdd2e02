using System.IO.Compression;

namespace MmoePipeline.Plugins.DataSources.Files;

/// <summary>
/// Tells whether a gzip file reaches its end. The platform's stream checks the checksum and length of each member, but takes bytes that end
/// too early for the end of the file. So a member with a known content is read behind the file's own: it comes out only where the file's
/// last member was complete, trailer included, and nothing else followed it.
/// </summary>
internal static class GzipEnd
{
    private const int BufferBytes = 1 << 16;

    private static readonly byte[] Content = [.. Enumerable.Repeat("end of the file, read behind it "u8.ToArray(), 16).SelectMany(bytes => bytes)];
    private static readonly byte[] Member = Compress(Content);

    /// <summary>Reads a file to its end.</summary>
    /// <param name="file">The file, from its first byte.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <returns>Whether it ends where a member ends.</returns>
    /// <exception cref="InvalidDataException">A member doesn't match its checksum or length, or is not gzip.</exception>
    public static bool IsWhole(Stream file, CancellationToken cancellation)
    {
        using var members = new GZipStream(new Continued(file), CompressionMode.Decompress);
        byte[] buffer = new byte[BufferBytes];
        byte[] last = new byte[Content.Length];
        long length = 0;
        for (int count; (count = members.Read(buffer)) > 0; length += count)
        {
            cancellation.ThrowIfCancellationRequested();
            int kept = Math.Min(count, last.Length);
            last.AsSpan(kept).CopyTo(last);
            buffer.AsSpan(count - kept, kept).CopyTo(last.AsSpan(last.Length - kept));
        }

        return length >= Content.Length && last.AsSpan().SequenceEqual(Content);
    }

    private static byte[] Compress(byte[] content)
    {
        var member = new MemoryStream();
        using (var gzip = new GZipStream(member, CompressionLevel.SmallestSize))
        {
            gzip.Write(content);
        }

        return member.ToArray();
    }

    /// <summary>A file, and behind it the member.</summary>
    private sealed class Continued(Stream file) : Stream
    {
        private int _given;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            int count = file.Read(buffer);
            if (count == 0 && buffer.Length > 0)
            {
                count = Math.Min(buffer.Length, Member.Length - _given);
                Member.AsSpan(_given, count).CopyTo(buffer);
                _given += count;
            }

            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
