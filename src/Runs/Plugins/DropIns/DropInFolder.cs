using MmoePipeline.Runs.Plugins.Trust;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Runs.Plugins.DropIns;

/// <summary>
/// A folder of plugins: <c>Name/Name.dll</c>, with what the plugin brings next to it, or a plugin's assembly alone. It
/// reads and hashes what is there, and refuses what others may write, what leads out of the folder and what is not as it was locked.
/// </summary>
internal sealed class DropInFolder
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    private readonly string _folder;
    private readonly UnixGroups _groups;
    private readonly PluginLock? _lock;
    private readonly LockUse _use;

    private DropInFolder(string folder, UnixGroups groups, LockUse use)
    {
        (_folder, _groups, _use) = (folder, groups, use);
        _lock = use == LockUse.None ? null : PluginLock.Read(folder);
    }

    /// <summary>Reads a drop-in folder.</summary>
    /// <param name="path">The folder; need not be there.</param>
    /// <param name="groups">Who is in which group.</param>
    /// <param name="use">What its lock counts for.</param>
    public static ImmutableArray<DropIn> Read(string path, UnixGroups groups, LockUse use = LockUse.WhereThere)
    {
        if (!Directory.Exists(path))
        {
            return [];
        }

        string folder = Path.GetFullPath(path);
        try
        {
            folder = RealPath.Of(path);
            string file = Path.Combine(folder, PluginLock.FileName);
            string? refusal = WriteAccess.Refusal(folder, groups)
                ?? WriteAccess.RefusalAbove(folder, groups)
                ?? (File.Exists(file) ? OfLock(RealPath.Of(file), folder, groups) : null);
            return refusal is null
                ? new DropInFolder(folder, groups, use).Plugins()
                : [new DropIn(folder, null, []) { Refusal = new PluginRefusal(LoadingCodes.Untrusted, refusal) }];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return [new DropIn(folder, null, []) { Refusal = new PluginRefusal(LoadingCodes.Unreadable, exception.Message) }];
        }
    }

    private static string? OfLock(string real, string folder, UnixGroups groups) =>
        WriteAccess.Refusal(real, groups) ?? (RealPath.IsWithin(real, folder) ? null : WriteAccess.RefusalAbove(real, groups));

    private ImmutableArray<DropIn> Plugins()
    {
        ImmutableArray<DropIn> there =
        [
            .. Directory.EnumerateDirectories(_folder, "*", Everything).Order(StringComparer.Ordinal).Select(place => Checked(place, InFolder)),
            .. Directory.EnumerateFiles(_folder, "*.dll", Everything).Order(StringComparer.Ordinal).Select(place => Checked(place, Alone)),
        ];
        IEnumerable<DropIn> gone = (_lock?.Hashes.Keys ?? []).Select(key => Path.Combine(_folder, key.Split('/')[0])).Distinct()
            .Where(place => !Path.Exists(place))
            .Select(place => new DropIn(place, null, [])
            {
                Refusal = PluginRefusal.From(LoadingCodes.LockMismatch, _lock!.Missing(_folder, Path.GetFileName(place))),
            });
        return [.. there, .. gone];
    }

    private static DropIn Checked(string place, Func<string, DropIn> read)
    {
        try
        {
            return read(place);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new DropIn(place, null, []) { Refusal = new PluginRefusal(LoadingCodes.Unreadable, exception.Message) };
        }
    }

    private DropIn InFolder(string place)
    {
        string real = RealPath.Of(place);
        if (Escape(place, real, _folder) is { } escape)
        {
            return new DropIn(place, null, []) { Refusal = new PluginRefusal(LoadingCodes.LinkOutside, escape) };
        }

        string name = Path.GetFileName(place);
        string assembly = Path.Combine(place, $"{name}.dll");
        ImmutableArray<string> libraries = [.. Directory.EnumerateFiles(place, "*.dll", Everything).Order(StringComparer.Ordinal)];
        if (!libraries.Contains(assembly))
        {
            return libraries.IsEmpty && _lock?.Missing(_folder, $"{name}/") is not { }
                ? new DropIn(place, null, []) { Nothing = $"there is no {name}.dll in it, nor another assembly" }
                : new DropIn(place, null, [])
                {
                    Refusal = PluginRefusal.From(LoadingCodes.LockMismatch, _lock?.Missing(_folder, $"{name}/")) ?? new PluginRefusal(
                        LoadingCodes.NoPlugin,
                        $"there is no {name}.dll in it, only {Names(libraries)}; expected a folder with the name of the plugin's assembly"),
                };
        }

        return Hashed(place, assembly, new DropInContents(place, real, _groups).AddAll(), $"{name}/");
    }

    private DropIn Alone(string place)
    {
        var contents = new DropInContents(_folder, _folder, _groups);
        foreach (string file in new[] { place, Path.ChangeExtension(place, ".deps.json"), Path.ChangeExtension(place, ".pdb") }
            .Where(file => file == place || File.Exists(file)))
        {
            contents.Add(file);
        }

        return Hashed(place, place, contents, within: null);
    }

    private DropIn Hashed(string place, string assembly, DropInContents contents, string? within) => new(place, assembly, contents.Files)
    {
        Refusal = contents.Refusal
            ?? (_lock is null && _use == LockUse.Required ? new PluginRefusal(LoadingCodes.LockMissing, PluginLock.NotThere(_folder)) : null)
            ?? PluginRefusal.From(
                LoadingCodes.LockMismatch,
                contents.Files.Select(file => _lock?.Refusal(_folder, file)).FirstOrDefault(refusal => refusal is not null)
                    ?? (within is null ? null : _lock?.Missing(_folder, within))),
    };

    /// <summary>Why a name is not followed: it leads out of its folder; null where it doesn't.</summary>
    internal static string? Escape(string place, string real, string container) => RealPath.IsWithin(real, container) ? null
        : $"{Path.GetFileName(place)} is a link that leads out of {Path.GetRelativePath(".", container)}, to {real}; copy it, or name "
            + "its folder in plugins.folders";

    private static string Names(IEnumerable<string> files) => string.Join(", ", files.Select(file => Path.GetFileName(file)));
}
