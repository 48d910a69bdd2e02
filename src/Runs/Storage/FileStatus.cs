using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmoePipeline.Runs.Storage;

/// <summary>Owner, permissions and identity of a file or folder, as the system's <c>statx</c> gives them. Linux only.</summary>
/// <param name="Owner">The owner's number.</param>
/// <param name="Group">The group's number.</param>
/// <param name="Mode">Type and permissions.</param>
/// <param name="Links">The number of names (hard links) that the file has.</param>
/// <param name="Inode">The file's number on its device.</param>
/// <param name="Device">The device's number.</param>
internal readonly partial record struct FileStatus(uint Owner, uint Group, ushort Mode, uint Links, ulong Inode, ulong Device)
{
    private const int WorkingFolder = -100;
    private const int NotFollowing = 0x100;
    private const int OfDescriptor = 0x1000;
    private const uint BasicFields = 0x7ff;
    private const int TypeMask = 0xf000;
    private const int RegularType = 0x8000;
    private const int FolderType = 0x4000;
    private const int LinkType = 0xa000;

    /// <summary>Whether it is a file with content, not a folder, link, pipe, socket or device.</summary>
    public bool IsRegular => (Mode & TypeMask) == RegularType;

    /// <summary>Whether it is a folder.</summary>
    public bool IsFolder => (Mode & TypeMask) == FolderType;

    /// <summary>Whether it is a symbolic link.</summary>
    public bool IsLink => (Mode & TypeMask) == LinkType;

    /// <summary>The permissions.</summary>
    public UnixFileMode Permissions => (UnixFileMode)(Mode & 0xfff);

    /// <summary>The number of the user whose rights the program has; 0 is root.</summary>
    public static uint EffectiveUser => GetEffectiveUser();

    /// <summary>The status of a file; of a link itself, not of what it leads to.</summary>
    /// <returns>Null where the system has no <c>statx</c>, or nothing has that name.</returns>
    public static FileStatus? OfName(string path) => Read(WorkingFolder, path, NotFollowing);

    /// <summary>The status of an open file.</summary>
    /// <returns>Null where the system has no <c>statx</c>.</returns>
    public static FileStatus? OfOpen(SafeFileHandle file)
    {
        FileStatus? status = Read((int)file.DangerousGetHandle(), "", OfDescriptor);
        GC.KeepAlive(file);
        return status;
    }

    private static FileStatus? Read(int folder, string path, int flags)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        // The one call whose structure is the same on all of Linux's processors.
        byte[] fields = new byte[256];
        try
        {
            return ReadStatus(folder, path, flags, BasicFields, ref fields[0]) == 0
                ? new FileStatus(
                    BitConverter.ToUInt32(fields, 20),
                    BitConverter.ToUInt32(fields, 24),
                    BitConverter.ToUInt16(fields, 28),
                    BitConverter.ToUInt32(fields, 16),
                    BitConverter.ToUInt64(fields, 32),
                    BitConverter.ToUInt64(fields, 136))
                : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ReadStatus(int folder, string path, int flags, uint fields, ref byte status);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUser();
}
