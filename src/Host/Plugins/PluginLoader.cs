using System.Reflection;
using System.Runtime.Loader;
using MmoePipeline.Composition;

namespace MmoePipeline.Host.Plugins;

/// <summary>Loads plugins: those beside the program, and those of the drop-in folder. Both are found by their catalogue.</summary>
internal sealed class PluginLoader
{
    private readonly List<LoadedPlugin> _plugins = [];
    private readonly List<PluginFailure> _failures = [];
    private readonly Lazy<IReadOnlySet<string>> _shared = new(ContractAssemblies);

    private PluginLoader()
    {
    }

    /// <summary>Loads everything that can be loaded.</summary>
    /// <param name="dropInFolder">
    /// The drop-in folder: assemblies in it, or each in a folder of its own with the libraries it needs. Need not be there.
    /// </param>
    public static PluginRegistry Load(string dropInFolder)
    {
        var loader = new PluginLoader();
        foreach (string file in Directory.EnumerateFiles(AppContext.BaseDirectory, "MmoePipeline.*.dll").Order(StringComparer.Ordinal))
        {
            loader.TryLoad(file, mark => AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(mark.AssemblyName)));
        }

        foreach (string file in DropIns(dropInFolder))
        {
            loader.TryLoad(file, _ => new PluginLoadContext(file, loader._shared.Value).LoadFromAssemblyPath(file));
        }

        return new PluginRegistry(
            [
                .. loader._plugins.OrderBy(plugin => plugin.Descriptor.Kind, StringComparer.Ordinal)
                    .ThenBy(plugin => plugin.Descriptor.Name, StringComparer.Ordinal),
            ],
            [.. loader._failures]);
    }

    private static IEnumerable<string> DropIns(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        string full = Path.GetFullPath(folder);
        return Directory.EnumerateDirectories(full).Prepend(full)
            .SelectMany(place => Directory.EnumerateFiles(place, "*.dll"))
            .Order(StringComparer.Ordinal);
    }

    /// <summary>The contract's assembly and all that it refers to, directly or not.</summary>
    private static HashSet<string> ContractAssemblies()
    {
        var found = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var due = new Queue<Assembly>([typeof(IPluginCatalogue).Assembly]);
        while (due.TryDequeue(out Assembly? assembly))
        {
            if (!found.Add(assembly.GetName().Name!))
            {
                continue;
            }

            foreach (AssemblyName reference in assembly.GetReferencedAssemblies().Where(name => !found.Contains(name.Name!)))
            {
                try
                {
                    due.Enqueue(AssemblyLoadContext.Default.LoadFromAssemblyName(reference));
                }
                catch (FileNotFoundException)
                {
                    // A library may refer to another that it does without here; then the host has none to share.
                    found.Add(reference.Name!);
                }
            }
        }

        return found;
    }

    private void TryLoad(string file, Func<CatalogueMark, Assembly> load)
    {
        try
        {
            if (CatalogueMark.Read(file) is not { } mark)
            {
                return;
            }

            if ((mark.Incompatibility(ContractVersion.Current) ?? Duplicate(mark)) is { } reason)
            {
                _failures.Add(new PluginFailure(file, reason));
                return;
            }

            Type catalogue = load(mark).GetCustomAttribute<PluginCatalogueAttribute>()!.Catalogue;
            ImmutableArray<PluginDescriptor> plugins = ((IPluginCatalogue)Activator.CreateInstance(catalogue)!).Plugins;
            if (Clash(plugins) is { } clash)
            {
                _failures.Add(new PluginFailure(file, clash));
                return;
            }

            _plugins.AddRange(plugins.Select(descriptor => new LoadedPlugin(descriptor, file)));
        }
        catch (BadImageFormatException)
        {
            _failures.Add(new PluginFailure(file, "it is no .NET assembly, or damaged"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or TypeLoadException
            or MissingMemberException or TargetInvocationException or TypeInitializationException or ReflectionTypeLoadException)
        {
            _failures.Add(new PluginFailure(file, exception.GetBaseException().Message.ReplaceLineEndings(" ")));
        }
    }

    private string? Duplicate(CatalogueMark mark)
    {
        LoadedPlugin? loaded = _plugins.Find(plugin => plugin.Descriptor.Type.Assembly.GetName().Name == mark.AssemblyName);
        return loaded is null ? null : $"an assembly of this name is loaded already, from {Path.GetRelativePath(".", loaded.File)}";
    }

    private string? Clash(ImmutableArray<PluginDescriptor> plugins)
    {
        foreach (PluginDescriptor plugin in plugins)
        {
            if (_plugins.Find(loaded => loaded.Descriptor.KindType == plugin.KindType && loaded.Descriptor.Name == plugin.Name) is { } there)
            {
                return $"its {plugin.Kind} '{plugin.Name}' has the name of one in {Path.GetRelativePath(".", there.File)}; rename it";
            }
        }

        return null;
    }
}
