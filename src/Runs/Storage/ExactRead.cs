using Microsoft.Win32.SafeHandles;

namespace MmoePipeline.Runs.Storage;

/// <summary>Reads all bytes that are asked for: one call of the system may give fewer, on network file systems or above 2 GiB.</summary>
internal static class ExactRead
{
    /// <summary>Reads some bytes of a file, at most as many as are asked for.</summary>
    /// <param name="to">Where they go.</param>
    /// <param name="at">The place of the first one.</param>
    /// <returns>How many were read; 0 at the end of the file.</returns>
    public delegate int Reading(Span<byte> to, long at);

    /// <summary>Fills a span from a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="to">The span.</param>
    /// <param name="at">The place of the first byte in the file.</param>
    /// <exception cref="EndOfStreamException">The file ends before that.</exception>
    public static void Fill(SafeFileHandle file, Span<byte> to, long at) =>
        Fill((part, place) => RandomAccess.Read(file, part, place), to, at);

    /// <summary>Fills a span, by as many calls as that needs.</summary>
    /// <param name="read">Reads some bytes.</param>
    /// <param name="to">The span.</param>
    /// <param name="at">The place of the first byte.</param>
    /// <exception cref="EndOfStreamException">There are fewer bytes.</exception>
    public static void Fill(Reading read, Span<byte> to, long at)
    {
        while (!to.IsEmpty)
        {
            int count = read(to, at);
            if (count <= 0)
            {
                throw new EndOfStreamException($"The file became shorter while it was read: {to.Length} bytes are missing at {at}.");
            }

            to = to[count..];
            at += count;
        }
    }
}
