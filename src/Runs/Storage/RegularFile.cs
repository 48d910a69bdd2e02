using System.Globalization;
using System.Runtime.InteropServices;

namespace MmoePipeline.Runs.Storage;

/// <summary>
/// Looks before a file is opened whether it is a file with an end: a device may have none, and opening a pipe waits for whoever writes to it.
/// </summary>
internal static partial class RegularFile
{
    private const int CurrentFolder = -100;
    private const uint TypeAndMode = 0x1 | 0x2;
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;

    /// <summary>Why a file can't be read as a whole.</summary>
    /// <param name="path">The file; links are followed.</param>
    /// <param name="limit">The largest size, in bytes; null for any.</param>
    /// <returns>What it is and what is expected; null where nothing is wrong, or there is no such file.</returns>
    public static string? FindFault(string path, long? limit = null)
    {
        if (path.Length == 0)
        {
            return "is empty; expected the path of a file";
        }

        if (Directory.Exists(path))
        {
            return "is a folder; expected a file";
        }

        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return null;
        }

        if (!Is(path))
        {
            return "is a device, a pipe or a socket; expected a regular file: write the content to a file first";
        }

        return limit is { } most && file.Length > most
            ? string.Create(CultureInfo.InvariantCulture, $"has {file.Length} bytes; expected at most {most}: it is probably not the file that was meant")
            : null;
    }

    /// <summary>Refuses what is not a regular file; a file that is not there passes.</summary>
    /// <exception cref="BadInputException">It is a folder, a device, a pipe or a socket.</exception>
    public static void Require(string path)
    {
        if (FindFault(path) is { } fault)
        {
            throw new BadInputException(StorageCodes.NotRegular, Path.GetRelativePath(".", path), $"{fault}.");
        }
    }

    /// <summary>Elsewhere than on Linux the platform doesn't say what a file is; what is not regular has no attributes of its own there.</summary>
    private static bool Is(string path) => !OperatingSystem.IsLinux()
        || Status(CurrentFolder, path, 0, TypeAndMode, out FileStatus status) != 0
        || (status.Mode & TypeMask) == Regular;

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Status(int folder, string path, int flags, uint mask, out FileStatus status);

    /// <summary>The system's structure, of the same form on all processors.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct FileStatus
    {
        [FieldOffset(28)]
        public ushort Mode;
    }
}
