using System.Runtime.InteropServices;

namespace MmoePipeline.Host.Storage;

/// <summary>
/// Brings a folder's entries to the disk. A file that was flushed and renamed can have its old name after a loss of power until its folder is
/// flushed too, and .NET opens no folders.
/// </summary>
internal static partial class FolderFlush
{
    private const int ReadOnly = 0;

    /// <summary>Flushes a folder; where the system has no such call (Windows) it does nothing, because renaming is durable there.</summary>
    /// <exception cref="IOException">The folder can't be flushed.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
        {
            throw new IOException($"{folder}: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        int result = Synchronize(descriptor);
        string reason = Marshal.GetLastPInvokeErrorMessage();
        _ = Close(descriptor);

        // Some file systems can't flush folders and say that the call makes no sense.
        const int InvalidArgument = 22;
        if (result != 0 && Marshal.GetLastPInvokeError() != InvalidArgument)
        {
            throw new IOException($"{folder}: {reason}");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Synchronize(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
