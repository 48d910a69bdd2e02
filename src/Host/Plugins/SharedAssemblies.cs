using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using MmoePipeline.Composition;

namespace MmoePipeline.Host.Plugins;

/// <summary>The assemblies that a plugin has from the program.</summary>
internal static class SharedAssemblies
{
    /// <summary>The contract's assembly and all that it refers to, directly or not, by simple name: always the program's.</summary>
    public static IReadOnlySet<string> Contract => ContractNames.Value;

    /// <summary>Those of <see cref="Contract"/> that a plugin's folder must not hold: all but the platform's own.</summary>
    public static IReadOnlySet<string> NotToBeCopied => ForeignNames.Value;

    /// <summary>All assemblies that come with the program or the platform.</summary>
    public static IReadOnlySet<string> Program { get; } = ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
        .Split(Path.PathSeparator).Select(file => Path.GetFileNameWithoutExtension(file)).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static readonly Lazy<HashSet<string>> ContractNames = new(Closure);

    private static readonly Lazy<HashSet<string>> ForeignNames = new(() =>
    {
        string platform = RuntimeEnvironment.GetRuntimeDirectory();
        return ContractNames.Value.Where(name => !File.Exists(Path.Combine(platform, $"{name}.dll"))).ToHashSet(StringComparer.OrdinalIgnoreCase);
    });

    private static HashSet<string> Closure()
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
}
