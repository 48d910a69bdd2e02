using System.Reflection;
using System.Runtime.Loader;

namespace MmoePipeline.Host.Plugins;

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

    /// <summary>Reads the assembly's list of dependencies.</summary>
    /// <param name="dropIn">What is loaded; nothing beside its files is.</param>
    /// <param name="facts">What the assembly says of itself.</param>
    /// <param name="kinds">Finds another drop-in that declares kinds, by the name of its assembly.</param>
    /// <exception cref="InvalidOperationException">The list of dependencies is damaged.</exception>
    public PluginLoadContext(DropIn dropIn, AssemblyFacts facts, Func<string, PluginLoadContext?> kinds)
        : base(facts.Name)
    {
        (_dropIn, Facts, _kinds) = (dropIn, facts, kinds);
        _resolver = new AssemblyDependencyResolver(dropIn.Assembly!);
    }

    /// <summary>What the assembly says of itself.</summary>
    public AssemblyFacts Facts { get; }

    /// <summary>The assembly, loaded when it is first asked for.</summary>
    public Assembly Assembly => LoadFromAssemblyPath(_dropIn.Assembly!);

    /// <summary>What speaks against loading the assembly, as its files and its references tell; null where nothing does.</summary>
    public string? Refusal() => Copy() ?? Gap();

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string name = assemblyName.Name ?? "";
        return SharedAssemblies.Contract.Contains(name) ? null
            : name == Facts.Name ? Assembly
            : _kinds(name) is { } other ? other.Assembly
            : Own(assemblyName) is { } path ? LoadFromAssemblyPath(path)
            : null;
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path && IsChecked(path) ? LoadUnmanagedDllFromPath(path) : 0;

    private string? Own(AssemblyName name) => _resolver.ResolveAssemblyToPath(name) is { } path && IsChecked(path) ? path : null;

    /// <summary>A list of dependencies can name any path: only files that were looked at are loaded.</summary>
    private bool IsChecked(string path) => _dropIn.Files.Contains(Path.GetFullPath(path));

    private string? Copy()
    {
        string? copy = _dropIn.Files.Where(file => Path.GetExtension(file) == ".dll").Select(file => Path.GetFileNameWithoutExtension(file))
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
                    ? $"it needs {name} {version.ToString(3)}, which is neither in its folder nor the program's; put {name}.dll beside it"
                    : $"it needs {name} {version.ToString(3)}, which is not the program's; give it a folder, "
                        + $"{Facts.Name}/{Facts.Name}.dll, and put {name}.dll beside it";
            }
        }

        return null;
    }
}
