using System.Reflection;
using System.Runtime.Loader;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Construction;
using MmoePipeline.Runs.Plugins.DropIns;
using MmoePipeline.Runs.Plugins.Trust;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Runs.Plugins;

/// <summary>Loads plugins: those next to the program, and those of the drop-in folders. Both are found by their catalogue.</summary>
internal sealed class PluginLoader
{
    private readonly ConstructionLimit _limit;
    private readonly List<LoadedPlugin> _plugins = [];
    private readonly List<DropInResult> _results = [];
    private readonly List<(DropIn DropIn, PluginLoadContext Context)> _contexts = [];

    private readonly UnixGroups _groups;

    private PluginLoader(ConstructionLimit limit, UnixGroups groups) => (_limit, _groups) = (limit, groups);

    /// <summary>Loads everything that can be loaded.</summary>
    /// <param name="dropInFolder">The drop-in folder. Need not be there.</param>
    public static PluginRegistry Load(string dropInFolder) => Load(PluginSources.Of(dropInFolder));

    /// <inheritdoc cref="Load(string)"/>
    /// <param name="sources">The drop-in folders.</param>
    /// <param name="groups">Who is in which group; null for the machine's own.</param>
    public static PluginRegistry Load(PluginSources sources, UnixGroups? groups = null)
    {
        UnixGroups known = groups ?? UnixGroups.Machine();
        var loader = new PluginLoader(new ConstructionLimit(sources.ConstructionLimit, sources.OnLimitExceeded), known);
        foreach (string file in Directory.EnumerateFiles(AppContext.BaseDirectory, "MmoePipeline.*.dll").Order(StringComparer.Ordinal))
        {
            loader.LoadOwn(file);
        }

        LockUse use = sources.IsLocked ? LockUse.Required : LockUse.WhereThere;
        foreach (DropIn dropIn in sources.Folders.DistinctBy(RealPath.OrFullPath).SelectMany(folder => DropInFolder.Read(folder, known, use)))
        {
            loader.Prepare(dropIn);
        }

        foreach (UntrustedFolder untrusted in sources.Untrusted)
        {
            loader.Refuse(new DropIn(untrusted.Folder, null, []), LoadingCodes.FolderOfRun, untrusted.Reason);
        }

        ImmutableArray<(DropIn DropIn, ImmutableArray<LoadedPlugin> Plugins)> loaded =
        [
            .. loader._contexts.Select(prepared => (prepared.DropIn, loader.LoadDropIn(prepared.DropIn, prepared.Context))),
        ];
        loader.Accept(loaded);
        return new PluginRegistry(
            [
                .. loader._plugins.OrderBy(plugin => plugin.Descriptor.Kind, StringComparer.Ordinal)
                    .ThenBy(plugin => plugin.Descriptor.Name, StringComparer.Ordinal),
            ],
            [.. loader._results.OrderBy(result => result.Place, StringComparer.Ordinal)]);
    }

    private void LoadOwn(string file)
    {
        if (AssemblyFacts.Read(file) is { ContractVersion: not null } facts)
        {
            Assembly assembly = AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(facts.Name));
            _plugins.AddRange(Catalogue(assembly).Select(plugin => new LoadedPlugin(plugin, file)));
        }
    }

    /// <summary>All that can be found before any of the assembly's code runs.</summary>
    private void Prepare(DropIn dropIn)
    {
        if (dropIn.Refusal is { } refusal)
        {
            Refuse(dropIn, refusal.Code, refusal.Reason);
            return;
        }

        if (dropIn.Nothing is { } nothing)
        {
            _results.Add(new DropInResult(dropIn.Place, DropInState.Nothing, nothing, []));
            return;
        }

        try
        {
            using var code = new MemoryStream(dropIn.Find(dropIn.Assembly!)!.Bytes(), writable: false);
            if (code.Length == 0)
            {
                Refuse(dropIn, LoadingCodes.NotAnAssembly, "it is empty, 0 bytes");
            }
            else if (AssemblyFacts.Read(code) is not { } facts)
            {
                Refuse(dropIn, LoadingCodes.NotAnAssembly, "it is a native library; expected a .NET assembly");
            }
            else if (!IsPlugin(dropIn, facts, out PluginRefusal refused, out bool isFault))
            {
                _results.Add(new DropInResult(dropIn.Place, isFault ? DropInState.Refused : DropInState.Nothing, refused.Reason, []) { Code = refused.Code });
            }
            else
            {
                var context = new PluginLoadContext(dropIn, facts, _groups, Kinds);
                _contexts.Add((dropIn, context));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Refuse(dropIn, LoadingCodes.Unreadable, OneLine(exception.Message));
        }
        catch (InvalidOperationException exception)
        {
            Refuse(dropIn, LoadingCodes.Unreadable, $"its list of dependencies, .deps.json, is damaged: {OneLine(exception.Message)}");
        }
        catch (Exception exception) when (exception is BadImageFormatException or ArgumentException or OverflowException or InvalidCastException)
        {
            Refuse(dropIn, LoadingCodes.NotAnAssembly, "it is not a .NET assembly, or is damaged");
        }
    }

    private static bool IsPlugin(DropIn dropIn, AssemblyFacts facts, out PluginRefusal refusal, out bool isFault)
    {
        string reason = "";
        string code = LoadingCodes.NoPlugin;
        isFault = true;
        if (SharedAssemblies.NotToBeCopied.Contains(facts.Name))
        {
            code = LoadingCodes.CopyOfProgram;
            reason = $"it is a copy of the program's {facts.Name}, which plugins use as it is; delete it";
        }
        else if (SharedAssemblies.Program.Contains(facts.Name))
        {
            code = LoadingCodes.NameOfProgram;
            reason = $"the program has an assembly {facts.Name} of its own; give it another name";
        }
        else if (facts.ContractVersion is not null)
        {
            code = LoadingCodes.WrongContract;
            reason = facts.Incompatibility(ContractVersion.Current) ?? "";
        }
        else if (facts.PluginClasses.FirstOrDefault(name => name.Contains('`', StringComparison.Ordinal)) is { } generic)
        {
            code = LoadingCodes.GenericPlugin;
            reason = $"its plugin {generic[..generic.IndexOf('`', StringComparison.Ordinal)]} is generic, and a configuration can't say of what; "
                + "write a class that is not";
        }
        else if (!facts.PluginClasses.IsEmpty)
        {
            code = LoadingCodes.NoCatalogue;
            reason = $"it has no catalogue of its plugins ({string.Join(", ", facts.PluginClasses)}): the contract's generator writes it where "
                + "the project refers to the package MmoePipeline.Abstractions, or imports eng/PluginProject.props";
        }
        else if (!facts.DeclaresKinds)
        {
            reason = "it has no plugins: no class in it is marked [Plugin]";
            isFault = dropIn.IsFolder;
        }

        refusal = new PluginRefusal(code, reason);
        return reason.Length == 0;
    }

    private PluginLoadContext? Kinds(string assembly) =>
        _contexts.Select(prepared => prepared.Context).FirstOrDefault(context => context.Facts.DeclaresKinds && context.Facts.Name == assembly);

    /// <summary>Runs the assembly's catalogue.</summary>
    /// <returns>Its plugins; none where that failed, which is a result by then.</returns>
    private ImmutableArray<LoadedPlugin> LoadDropIn(DropIn dropIn, PluginLoadContext context)
    {
        if (context.Refusal() is { } refusal)
        {
            Refuse(dropIn, refusal.Code, refusal.Reason);
            return [];
        }

        string file = dropIn.Assembly!;
        try
        {
            ImmutableArray<PluginDescriptor> plugins = context.Facts.ContractVersion is null ? []
                : _limit.Within($"the catalogue of {Path.GetFileName(file)}", () => Catalogue(context.Assembly));
            if (plugins.IsEmpty)
            {
                _results.Add(new DropInResult(dropIn.Place, DropInState.Loaded, "", []));
            }

            return [.. plugins.Select(plugin => new LoadedPlugin(_limit.Limit(plugin, file), file))];
        }
        catch (BadImageFormatException)
        {
            Refuse(dropIn, LoadingCodes.NotAnAssembly, "it is not a .NET assembly, or is damaged");
            return [];
        }
        catch (Exception exception)
        {
            // Whatever third-party code throws while it is loaded is that assembly's failure and nobody else's.
            Exception cause = exception.GetBaseException();
            Refuse(dropIn, LoadingCodes.CatalogueFailed, $"its catalogue failed with {cause.GetType().Name}: {OneLine(cause.Message)}");
            return [];
        }
    }

    /// <summary>
    /// Takes the plugins whose names are theirs alone. Of two drop-ins with one name none is taken: which is meant must not depend on the
    /// order of folders.
    /// </summary>
    private void Accept(ImmutableArray<(DropIn DropIn, ImmutableArray<LoadedPlugin> Plugins)> loaded)
    {
        ImmutableArray<LoadedPlugin> all = [.. _plugins, .. loaded.SelectMany(of => of.Plugins)];
        foreach ((DropIn dropIn, ImmutableArray<LoadedPlugin> plugins) in loaded.Where(of => !of.Plugins.IsEmpty))
        {
            if (Clash(dropIn, plugins, all) is { } clash)
            {
                Refuse(dropIn, LoadingCodes.NameClash, clash);
                continue;
            }

            _plugins.AddRange(plugins);
            _results.Add(new DropInResult(
                dropIn.Place,
                DropInState.Loaded,
                "",
                [.. plugins.Select(plugin => $"{plugin.Descriptor.Kind} {plugin.Descriptor.Name}")]));
        }
    }

    private static string? Clash(DropIn dropIn, ImmutableArray<LoadedPlugin> plugins, ImmutableArray<LoadedPlugin> all) => plugins
        .SelectMany(plugin => all.Where(other => other.File != dropIn.Assembly
            && (other.Descriptor.Kind, other.Descriptor.Name) == (plugin.Descriptor.Kind, plugin.Descriptor.Name)))
        .Select(other => $"its {other.Descriptor.Kind} '{other.Descriptor.Name}', in {Path.GetRelativePath(".", dropIn.Assembly!)}, has the name of one "
            + $"in {Path.GetRelativePath(".", other.File)}; rename or remove one of them")
        .FirstOrDefault();

    private static ImmutableArray<PluginDescriptor> Catalogue(Assembly assembly)
    {
        Type catalogue = assembly.GetCustomAttribute<PluginCatalogueAttribute>()!.Catalogue;
        return ((IPluginCatalogue)Activator.CreateInstance(catalogue)!).Plugins;
    }

    private void Refuse(DropIn dropIn, string code, string reason) =>
        _results.Add(new DropInResult(dropIn.Place, DropInState.Refused, reason, []) { Code = code });

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").TrimEnd();
}
