using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Text.Json;
using MmoePipeline.Construction;

namespace MmoePipeline.Runs.Plugins.DropIns;

/// <summary>The assemblies that a plugin has from the program.</summary>
internal static class SharedAssemblies
{
    private static readonly Lazy<HashSet<string>> ContractNames = new(() =>
        new(Referenced().Concat(Depended()), StringComparer.OrdinalIgnoreCase));

    private static readonly Lazy<HashSet<string>> ForeignNames = new(() =>
    {
        string platform = RuntimeEnvironment.GetRuntimeDirectory();
        return new(ContractNames.Value.Where(name => !File.Exists(Path.Combine(platform, $"{name}.dll"))), StringComparer.OrdinalIgnoreCase);
    });

    /// <summary>The contract's assembly and all that it depends on, directly or not, by simple name: always the program's.</summary>
    public static IReadOnlySet<string> Contract => ContractNames.Value;

    /// <summary>Those of <see cref="Contract"/> that a plugin's folder must not hold: all but the platform's own.</summary>
    public static IReadOnlySet<string> NotToBeCopied => ForeignNames.Value;

    /// <summary>All assemblies that come with the program or the platform.</summary>
    public static IReadOnlySet<string> Program { get; } = ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
        .Split(Path.PathSeparator).Select(file => Path.GetFileNameWithoutExtension(file)).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>What the compiled assemblies refer to.</summary>
    private static HashSet<string> Referenced()
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

    /// <summary>
    /// What the contract's packages depend on, from the program's list of dependencies: what the contract offers to plugins without using it
    /// itself, such as the types of loggers, no compiled assembly refers to.
    /// </summary>
    private static HashSet<string> Depended()
    {
        var found = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        string? list = ((string?)AppContext.GetData("APP_CONTEXT_DEPS_FILES"))?.Split(';').FirstOrDefault(file => Path.GetDirectoryName(file) is { } folder
            && File.Exists(Path.Combine(folder, $"{typeof(IPluginCatalogue).Assembly.GetName().Name}.dll")) && File.Exists(file));
        if (list is null)
        {
            return found;
        }

        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(list));
        string target = json.RootElement.GetProperty("runtimeTarget").GetProperty("name").GetString()!;
        ILookup<string, JsonElement> packages = json.RootElement.GetProperty("targets").GetProperty(target).EnumerateObject()
            .ToLookup(package => package.Name.Split('/')[0], package => package.Value, StringComparer.OrdinalIgnoreCase);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var due = new Queue<string>([typeof(IPluginCatalogue).Assembly.GetName().Name!]);
        while (due.TryDequeue(out string? name))
        {
            foreach (JsonElement package in seen.Add(name) ? packages[name] : [])
            {
                found.UnionWith(Keys(package, "runtime").Select(file => Path.GetFileNameWithoutExtension(file)));
                Keys(package, "dependencies").ToList().ForEach(due.Enqueue);
            }
        }

        return found;
    }

    private static IEnumerable<string> Keys(JsonElement package, string section) =>
        package.TryGetProperty(section, out JsonElement there) ? there.EnumerateObject().Select(member => member.Name) : [];
}
