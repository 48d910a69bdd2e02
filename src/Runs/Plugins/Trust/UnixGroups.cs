using System.Globalization;

namespace MmoePipeline.Runs.Plugins.Trust;

/// <summary>
/// Who is in which group, as the machine's own files say. Where every user has a group of their own, files that the group may
/// write are the rule (umask 002), and nobody but the owner is meant: OpenSSH as Debian builds it judges such files the same way.
/// </summary>
/// <param name="users">The lines of <c>/etc/passwd</c>.</param>
/// <param name="groups">The lines of <c>/etc/group</c>.</param>
internal sealed class UnixGroups(ImmutableArray<string> users, ImmutableArray<string> groups)
{
    private readonly ImmutableArray<string[]> _users = Fields(users);
    private readonly ImmutableArray<string[]> _groups = Fields(groups);

    /// <summary>The machine's. A directory service is not asked: a group that only it knows has others in it for all we know.</summary>
    public static UnixGroups Machine() => new(Lines("/etc/passwd"), Lines("/etc/group"));

    /// <summary>A user for messages and commands: the name, or the number where the machine's files have no name for it.</summary>
    public string NameOf(uint user)
    {
        string number = user.ToString(CultureInfo.InvariantCulture);
        return _users.FirstOrDefault(fields => fields.Length > 3 && fields[2] == number)?[0] ?? number;
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

    private static ImmutableArray<string[]> Fields(ImmutableArray<string> lines) => [.. lines.Select(line => line.Split(':'))];

    private static ImmutableArray<string> Lines(string file) => File.Exists(file) ? [.. File.ReadAllLines(file)] : [];
}
