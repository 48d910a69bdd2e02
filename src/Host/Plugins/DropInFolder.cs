namespace MmoePipeline.Host.Plugins;

/// <summary>
/// A folder of plugins: <c>Name/Name.dll</c>, with the libraries that the plugin brings beside it, or a plugin's assembly alone. It
/// reads what is there, and refuses what others may write, what leads out of the folder and what is not as it was locked.
/// </summary>
internal sealed class DropInFolder
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };
    private static readonly EnumerationOptions EverythingBelow =
        new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false, RecurseSubdirectories = true };

    private readonly string _folder;
    private readonly UnixGroups _groups;
    private readonly PluginLock? _lock;

    private DropInFolder(string folder, UnixGroups groups, PluginLock? allowed) => (_folder, _groups, _lock) = (folder, groups, allowed);

    /// <summary>Reads a drop-in folder.</summary>
    /// <param name="path">The folder; need not be there.</param>
    /// <param name="groups">Who is in which group.</param>
    /// <param name="usesLock">Whether its lock counts; it does not for who is about to write it.</param>
    public static ImmutableArray<DropIn> Read(string path, UnixGroups groups, bool usesLock = true)
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
            string? refusal = WriteAccess.Refusal(folder, groups) ?? (File.Exists(file) ? WriteAccess.Refusal(file, groups) : null);
            return refusal is null
                ? new DropInFolder(folder, groups, usesLock ? PluginLock.Read(folder) : null).Plugins()
                : [new DropIn(folder, null, []) { Refusal = refusal }];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return [new DropIn(folder, null, []) { Refusal = exception.Message }];
        }
    }

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
                Refusal = _lock!.Missing(_folder, Path.GetFileName(place)),
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
            return new DropIn(place, null, []) { Refusal = exception.Message };
        }
    }

    private DropIn InFolder(string place)
    {
        string real = RealPath.Of(place);
        if (Escape(place, real, _folder) is { } escape)
        {
            return new DropIn(place, null, []) { Refusal = escape };
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
                    Refusal = _lock?.Missing(_folder, $"{name}/")
                        ?? $"there is no {name}.dll in it, only {Names(libraries)}; the folder of a plugin is called as its assembly",
                };
        }

        string native = Path.Combine(place, "runtimes");
        ImmutableArray<string> files =
        [
            .. Directory.EnumerateFiles(place, "*", Everything).Where(IsLoaded).Order(StringComparer.Ordinal),
            .. Directory.Exists(native) ? Directory.GetFiles(native, "*", EverythingBelow).Order(StringComparer.Ordinal) : Enumerable.Empty<string>(),
        ];
        return new DropIn(place, assembly, files)
        {
            Refusal = WriteAccess.Refusal(real, _groups)
                ?? files.Select(file => RefusalOf(file, real)).FirstOrDefault(refusal => refusal is not null)
                ?? _lock?.Missing(_folder, $"{name}/"),
        };
    }

    private DropIn Alone(string place)
    {
        string dependencies = Path.ChangeExtension(place, ".deps.json");
        ImmutableArray<string> files = File.Exists(dependencies) ? [place, dependencies] : [place];
        return new DropIn(place, place, files)
        {
            Refusal = files.Select(file => RefusalOf(file, _folder)).FirstOrDefault(refusal => refusal is not null),
        };
    }

    private string? RefusalOf(string file, string container)
    {
        string real = RealPath.Of(file);
        return Escape(file, real, container)
            ?? (File.Exists(real) ? null : $"{Path.GetFileName(file)} is a link to nothing")
            ?? WriteAccess.Refusal(real, _groups)
            ?? _lock?.Refusal(_folder, file);
    }

    private static string? Escape(string place, string real, string container) => RealPath.IsWithin(real, container) ? null
        : $"{Path.GetFileName(place)} is a link that leads out of {Path.GetRelativePath(".", container)}, to {real}; copy it, or name "
            + "its folder in plugins.folders";

    private static bool IsLoaded(string file) => Path.GetFileName(file) is var name
        && (name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".dylib", StringComparison.Ordinal)
            || name.EndsWith(".so", StringComparison.Ordinal) || name.Contains(".so.", StringComparison.Ordinal)
            || name.EndsWith(".deps.json", StringComparison.Ordinal) || name.EndsWith(".runtimeconfig.json", StringComparison.Ordinal));

    private static string Names(IEnumerable<string> files) => string.Join(", ", files.Select(file => Path.GetFileName(file)));
}
