using System.Runtime.InteropServices;

namespace MmoePipeline.Plugins.DataSources.Files;

/// <summary>What a path leads to. Opening a pipe to find out would wait for whoever writes into it.</summary>
internal static partial class FileType
{
    private const int WorkingFolder = -100;
    private const uint TypeField = 1;
    private const int ModeOffset = 28;
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;

    /// <summary>Whether a path, of which something is known to be there, leads to a regular file.</summary>
    /// <param name="path">The path; links are followed.</param>
    public static bool IsRegular(string path)
    {
        // The structure of statx is the same on all of Linux's processors, which that of stat is not.
        byte[] status = new byte[256];
        try
        {
            if (OperatingSystem.IsLinux() && ReadStatus(WorkingFolder, path, 0, TypeField, ref status[0]) == 0)
            {
                return (BitConverter.ToUInt16(status, ModeOffset) & TypeMask) == Regular;
            }
        }
        catch (EntryPointNotFoundException)
        {
            // An older C library: the length decides.
        }

        // Pipes and devices have no length. Neither has an empty file, which holds no table anyway.
        return new FileInfo(path).Length > 0 || OperatingSystem.IsWindows();
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ReadStatus(int folder, string path, int flags, uint fields, ref byte status);
}
