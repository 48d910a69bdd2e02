namespace MmoePipeline.Host.Plugins;

/// <summary>Who may change what a plugin is loaded from. On Windows, where modes say nothing, nothing is refused.</summary>
internal static class WriteAccess
{
    /// <summary>Why a file or folder is not to be trusted, and how to mend it; null where only its owner may write it.</summary>
    /// <param name="path">The file or folder, without links on the way.</param>
    /// <param name="groups">Who is in which group.</param>
    public static string? Refusal(string path, UnixGroups groups)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        UnixFileMode mode = File.GetUnixFileMode(path);
        bool isOthers = mode.HasFlag(UnixFileMode.OtherWrite);
        bool isGroups = mode.HasFlag(UnixFileMode.GroupWrite) && !groups.IsOwners(path);
        string? who = (isGroups, isOthers) switch
        {
            (true, true) => "its group and everyone else",
            (true, false) => "its group",
            (false, true) => "everyone",
            _ => null,
        };
        string change = $"chmod {(isGroups ? "g" : "")}{(isOthers ? "o" : "")}-w";
        return who is null ? null
            : $"{who} may write {Shown(path)} (mode {Convert.ToString((int)mode, 8)}), and what others may write is not run; {change} {Shown(path)}";
    }

    private static string Shown(string path) => Path.GetRelativePath(".", path);
}
