using Microsoft.Win32.SafeHandles;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Runs.Plugins.Trust;

/// <summary>
/// Who may change what a plugin is loaded from, judged as OpenSSH judges a user's keys: the file, its folder and all folders above belong to
/// the user or to root, and nobody else may write them. On Windows, where modes say nothing, nothing is refused; owners are known on Linux only.
/// A second name (hard link) of a file is not looked at: owner and permissions belong to the file, whatever its names.
/// </summary>
internal static class WriteAccess
{
    /// <summary>Why an open file is not to be trusted, and how to change that; null where only the user and root may write it.</summary>
    /// <param name="path">The file's name, for the message.</param>
    /// <param name="file">The file.</param>
    /// <param name="groups">Who is in which group.</param>
    public static string? Refusal(string path, SafeFileHandle file, UnixGroups groups) =>
        OperatingSystem.IsWindows() ? null : Refusal(path, File.GetUnixFileMode(file), FileStatus.OfOpen(file), groups, mayBeSticky: false);

    /// <summary>Why a file or folder is not to be trusted, and how to change that; null where only the user and root may write it.</summary>
    /// <param name="path">The file or folder, without links on the way.</param>
    /// <param name="groups">Who is in which group.</param>
    public static string? Refusal(string path, UnixGroups groups) =>
        OperatingSystem.IsWindows() ? null : Refusal(path, File.GetUnixFileMode(path), FileStatus.OfName(path), groups, mayBeSticky: false);

    /// <summary>
    /// Why one of the folders above is not to be trusted; null where only the user and root may rename what is on the way. Of a folder
    /// with the sticky bit, such as <c>/tmp</c>, others can't rename what is not theirs.
    /// </summary>
    /// <param name="path">A file or folder, without links on the way.</param>
    /// <param name="groups">Who is in which group.</param>
    public static string? RefusalAbove(string path, UnixGroups groups)
    {
        string? refusal = null;
        for (string? folder = Path.GetDirectoryName(path); folder is not null && refusal is null && !OperatingSystem.IsWindows();
            folder = Path.GetDirectoryName(folder))
        {
            refusal = Refusal(folder, File.GetUnixFileMode(folder), FileStatus.OfName(folder), groups, mayBeSticky: true);
        }

        return refusal;
    }

    /// <summary>Whether what belongs to a user can be trusted.</summary>
    /// <param name="owner">The owner's number.</param>
    /// <param name="user">The number of the user whose rights the program has.</param>
    public static bool IsTrusted(uint owner, uint user) => owner == user || owner == 0;

    private static string? Refusal(string path, UnixFileMode mode, FileStatus? status, UnixGroups groups, bool mayBeSticky)
    {
        string shown = Path.GetRelativePath(".", path);
        if (status is { } owned && !IsTrusted(owned.Owner, FileStatus.EffectiveUser))
        {
            string user = groups.NameOf(FileStatus.EffectiveUser);
            return $"{shown} belongs to {groups.NameOf(owned.Owner)}, who may change it at any time, and what others may write is not run; "
                + $"chown {user} {shown}, once you have looked at it";
        }

        bool isProtected = mayBeSticky && mode.HasFlag(UnixFileMode.StickyBit);
        bool isOthers = mode.HasFlag(UnixFileMode.OtherWrite) && !isProtected;
        bool isGroups = mode.HasFlag(UnixFileMode.GroupWrite) && !isProtected && !(status is { } of && groups.IsOwners(of.Owner, of.Group));
        string? who = (isGroups, isOthers) switch
        {
            (true, true) => "its group and everyone else",
            (true, false) => "its group",
            (false, true) => "everyone",
            _ => null,
        };
        string change = $"chmod {(isGroups ? "g" : "")}{(isOthers ? "o" : "")}-w";
        return who is null ? null
            : $"{who} may write {shown} (mode {Convert.ToString((int)mode, 8)}), and what others may write is not run; {change} {shown}";
    }
}
