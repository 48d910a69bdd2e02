using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmoePipeline.Runs.Storage;

/// <summary>
/// Brings what was written to the disk, or tells that it can't. .NET's own call says nothing when the disk fails: the file would be taken for
/// written, and be gone or half there after the next loss of power. And .NET opens no folders, without whose entries a file that was renamed
/// may have its old name again.
/// </summary>
internal static unsafe partial class DiskFlush
{
    private const int ReadOnly = 0;
    private const int InvalidArgument = 22;

    // As any other program of the machine calls it, so that a library that was put before the system's is heard, too.
    private static readonly delegate* unmanaged<int, int> Synchronize = OperatingSystem.IsWindows()
        ? null
        : (delegate* unmanaged<int, int>)NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "fsync");

    /// <summary>Flushes a file.</summary>
    /// <param name="file">The file, open for writing.</param>
    /// <param name="path">Its name, for the message.</param>
    /// <exception cref="IOException">The disk has not taken it.</exception>
    public static void Flush(SafeFileHandle file, string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            // On Windows it tells of errors; on macOS only it reaches beyond the disk's own memory.
            RandomAccess.FlushToDisk(file);
        }

        if (Synchronize is null)
        {
            return;
        }

        Flush((int)file.DangerousGetHandle(), path);
        GC.KeepAlive(file);
    }

    /// <summary>Flushes what a stream has written.</summary>
    /// <exception cref="IOException">It can't be written, or the disk has not taken it.</exception>
    public static void Flush(FileStream stream)
    {
        stream.Flush();
        Flush(stream.SafeFileHandle, stream.Name);
    }

    /// <summary>Flushes a folder's entries; where the system has no such call (Windows) it does nothing, because renaming is durable there.</summary>
    /// <exception cref="IOException">The folder can't be opened, or the disk has not taken its entries.</exception>
    public static void FlushFolder(string folder)
    {
        if (Synchronize is null)
        {
            return;
        }

        int descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
        {
            throw new IOException($"{folder}: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        try
        {
            Flush(descriptor, folder);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static void Flush(int descriptor, string path)
    {
        const int Interrupted = 4;
        int error;
        do
        {
            error = Synchronize(descriptor) == 0 ? 0 : Marshal.GetLastSystemError();
        }
        while (error == Interrupted);

        // Some file systems, and devices that are no files, can't be flushed and say that the call makes no sense.
        if (error is not (0 or InvalidArgument))
        {
            throw new IOException($"{path}: the disk has not taken what was written: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
