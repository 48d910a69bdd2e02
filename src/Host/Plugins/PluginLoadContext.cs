using System.Reflection;
using System.Runtime.Loader;

namespace MmoePipeline.Host.Plugins;

/// <summary>
/// Loads a drop-in assembly with libraries of its own, in whatever versions; the contract and all that the contract speaks of
/// come from the host, so that both mean the same types.
/// </summary>
/// <remarks>Not collectible: native libraries and static caches keep assemblies alive anyway.</remarks>
/// <param name="file">The assembly.</param>
/// <param name="shared">Simple names of the assemblies that come from the host.</param>
internal sealed class PluginLoadContext(string file, IReadOnlySet<string> shared) : AssemblyLoadContext(Path.GetFileName(file))
{
    private readonly AssemblyDependencyResolver _resolver = new(file);

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) =>
        !shared.Contains(assemblyName.Name ?? "") && _resolver.ResolveAssemblyToPath(assemblyName) is { } path
            ? LoadFromAssemblyPath(path)
            : null;

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
