using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using System.Security.Cryptography;
using System.Text;
using MmoePipeline.Runs.Plugins.Trust;

namespace MmoePipeline.Runs.Plugins.DropIns;

/// <summary>
/// Loads a drop-in assembly with libraries of its own, in whatever versions; the contract and all that the contract speaks of
/// come from the host, so that both mean the same types, and what another drop-in declares kinds in comes from that one.
/// </summary>
/// <remarks>
/// Not collectible. TorchSharp keeps what a plugin gives it (modules, functions of its own for autograd) in static tables, libtorch's
/// native library can't be unloaded, and a run needs its plugins to the end: nothing would ever be collected, and collectible code is
/// slower for it.
/// </remarks>
internal sealed class PluginLoadContext : AssemblyLoadContext
{
    private readonly DropIn _dropIn;
    private readonly AssemblyDependencyResolver _resolver;
    private readonly Func<string, PluginLoadContext?> _kinds;
    private readonly ConcurrentDictionary<string, Lazy<Assembly>> _loaded = new(StringComparer.Ordinal);
    private readonly Lazy<PrivateCopy> _copy;
    private readonly Lazy<string> _digest;

    /// <summary>Reads the assembly's list of dependencies.</summary>
    /// <param name="dropIn">What is loaded; nothing but its files is.</param>
    /// <param name="facts">What the assembly says of itself.</param>
    /// <param name="groups">Who is in which group.</param>
    /// <param name="kinds">Finds another drop-in that declares kinds, by the name of its assembly.</param>
    /// <exception cref="InvalidOperationException">The list of dependencies is damaged.</exception>
    public PluginLoadContext(DropIn dropIn, AssemblyFacts facts, UnixGroups groups, Func<string, PluginLoadContext?> kinds)
        : base(facts.Name)
    {
        (_dropIn, Facts, _kinds) = (dropIn, facts, kinds);
        _resolver = new AssemblyDependencyResolver(dropIn.Assembly!);
        _copy = new Lazy<PrivateCopy>(() => new PrivateCopy(dropIn, groups));
        _digest = new Lazy<string>(() => DigestOf([this]));
    }

    /// <summary>What the assembly says of itself.</summary>
    public AssemblyFacts Facts { get; }

    /// <summary>
    /// The SHA-256 of all files of the drop-in, and of the drop-ins whose kinds it uses, in small hexadecimal digits: what a result of its
    /// code depends on.
    /// </summary>
    public string Digest => _digest.Value;

    /// <summary>The assembly, loaded when it is first asked for.</summary>
    public Assembly Assembly => Loaded(_dropIn.Find(_dropIn.Assembly!)!);

    /// <summary>What speaks against loading the assembly, as its files and its references tell; null where nothing does.</summary>
    public PluginRefusal? Refusal() =>
        PluginRefusal.From(LoadingCodes.CopyOfProgram, Copy()) ?? PluginRefusal.From(LoadingCodes.MissingDependency, Gap());

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string name = assemblyName.Name ?? "";
        return SharedAssemblies.Contract.Contains(name) ? null
            : name == Facts.Name ? Assembly
            : _kinds(name) is { } other ? other.Assembly
            : Own(assemblyName) is { } file ? Loaded(file)
            : null;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// 0 leaves the name to the system, which knows nothing of the plugin's folder: what was not hashed is not found there.
    /// </remarks>
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        DropInFile? file = (_resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? _dropIn.Find(path) : null)
            ?? NativeNames.Of(unmanagedDllName).Select(name => _dropIn.Find(Path.Combine(_dropIn.Folder, name))).FirstOrDefault(found => found is not null);
        return file is null ? 0 : LoadUnmanagedDllFromPath(_copy.Value.PathOf(file));
    }

    /// <summary>
    /// A list of dependencies can name any path: only files that were looked at are loaded. And the resolver finds nothing that was deleted since.
    /// </summary>
    private DropInFile? Own(AssemblyName name) =>
        (_resolver.ResolveAssemblyToPath(name) is { } path ? _dropIn.Find(path) : null)
        ?? (_dropIn.IsFolder ? _dropIn.Find(Path.Combine(_dropIn.Folder, name.CultureName ?? "", $"{name.Name}.dll")) : null);

    /// <summary>
    /// Loads an assembly from the bytes that were hashed, not from its file, which may have been replaced since. Once: a second one of the
    /// same bytes would have other types.
    /// </summary>
    private Assembly Loaded(DropInFile file) => _loaded.GetOrAdd(file.Real, _ => new Lazy<Assembly>(() =>
    {
        using var code = new MemoryStream(file.Bytes(), writable: false);
        using MemoryStream? symbols = _dropIn.Find(Path.ChangeExtension(file.Path, ".pdb")) is { } found
            ? new MemoryStream(found.Bytes(), writable: false)
            : null;
        return LoadFromStream(code, symbols);
    })).Value;

    private static string DigestOf(List<PluginLoadContext> contexts)
    {
        // Of the drop-ins whose kinds it uses, of those that these use, and so on; each once.
        for (int next = 0; next < contexts.Count; next++)
        {
            PluginLoadContext context = contexts[next];
            contexts.AddRange(context.Facts.References.Select(reference => context._kinds(reference.Name)).OfType<PluginLoadContext>()
                .Distinct().Where(used => !contexts.Contains(used)));
        }

        IEnumerable<string> lines = contexts.Select(context => $"{context._dropIn.Digest()}  {context.Facts.Name}\n").Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }

    private string? Copy()
    {
        string? copy = _dropIn.Files.Select(file => file.Path).Where(file => Path.GetExtension(file) == ".dll").Select(file => Path.GetFileNameWithoutExtension(file))
            .FirstOrDefault(SharedAssemblies.NotToBeCopied.Contains);
        return copy is null ? null : CopyIn(copy);
    }

    private static string CopyIn(string name) =>
        $"there is a {name}.dll in it, and a plugin uses the program's; delete it, and keep it out of the next build: "
        + "<Private>false</Private> at a ProjectReference, ExcludeAssets=\"runtime\" at a PackageReference";

    private string? Gap()
    {
        foreach ((string name, Version version) in Facts.References)
        {
            if (!SharedAssemblies.Contract.Contains(name) && !SharedAssemblies.Program.Contains(name) && _kinds(name) is null
                && Own(new AssemblyName(name)) is null)
            {
                return _dropIn.IsFolder
                    ? $"it needs {name} {version.ToString(3)}, which is neither in its folder nor the program's; put {name}.dll next to it"
                    : $"it needs {name} {version.ToString(3)}, which is not the program's; give it a folder, "
                        + $"{Facts.Name}/{Facts.Name}.dll, and put {name}.dll next to it";
            }
        }

        return null;
    }
}
