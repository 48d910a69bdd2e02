using System.Globalization;
using System.Runtime.InteropServices;

namespace MmoePipeline.Host.Plugins;

/// <summary>
/// Who is in which group, as the machine's own files say. Where every user has a group of their own, files that the group may
/// write are the rule (umask 002), and nobody but the owner is meant: OpenSSH as Debian builds it judges such files the same way.
/// </summary>
/// <param name="users">The lines of <c>/etc/passwd</c>.</param>
/// <param name="groups">The lines of <c>/etc/group</c>.</param>
internal sealed partial class UnixGroups(ImmutableArray<string> users, ImmutableArray<string> groups)
{
    private const int WorkingFolder = -100;
    private const uint BasicFields = 0x7ff;
    private const int OwnerOffset = 20;
    private const int GroupOffset = 24;

    private readonly ImmutableArray<string[]> _users = Fields(users);
    private readonly ImmutableArray<string[]> _groups = Fields(groups);

    /// <summary>The machine's. A directory service is not asked: a group that only it knows has others in it for all we know.</summary>
    public static UnixGroups Machine() => new(Lines("/etc/passwd"), Lines("/etc/group"));

    /// <summary>Whether nobody is in a file's group but the file's owner; false where that can't be told.</summary>
    public bool IsOwners(string path)
    {
        // The one call whose structure is the same on all of Linux's processors.
        byte[] status = new byte[256];
        try
        {
            return OperatingSystem.IsLinux()
                && ReadStatus(WorkingFolder, path, 0, BasicFields, ref status[0]) == 0
                && IsOwners(BitConverter.ToUInt32(status, OwnerOffset), BitConverter.ToUInt32(status, GroupOffset));
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Whether a group has one member, who is the owner.</summary>
    /// <param name="owner">The owner's number.</param>
    /// <param name="group">The group's number.</param>
    public bool IsOwners(uint owner, uint group)
    {
        string number = group.ToString(CultureInfo.InvariantCulture);
        string[][] primary = [.. _users.Where(user => user.Length > 3 && user[3] == number)];
        string? members = _groups.FirstOrDefault(fields => fields.Length > 3 && fields[2] == number)?[3];
        return members is not null
            && primary.Length == 1
            && primary[0][2] == owner.ToString(CultureInfo.InvariantCulture)
            && members.Split(',', StringSplitOptions.RemoveEmptyEntries).All(member => member == primary[0][0]);
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ReadStatus(int folder, string path, int flags, uint fields, ref byte status);

    private static ImmutableArray<string[]> Fields(ImmutableArray<string> lines) => [.. lines.Select(line => line.Split(':'))];

    private static ImmutableArray<string> Lines(string file) => File.Exists(file) ? [.. File.ReadAllLines(file)] : [];
}
