using System.Reflection;
using System.Runtime.Loader;
using System.Security.Cryptography;
using System.Text;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins.DropIns;

namespace MmoePipeline.Runs.Plugins;

/// <summary>The files behind the plugins of a run, as they were when the program started and hashed them.</summary>
internal static class PluginContents
{
    /// <summary>The assemblies of a run's plugins that come with the program.</summary>
    public static IEnumerable<Assembly> ProgramsOwn(RunPlan plan) => Assemblies(plan).Where(assembly => Digest(assembly) is null);

    /// <summary>The SHA-256 of all files of all drop-ins that a run uses, in small hexadecimal digits; empty where it uses none.</summary>
    public static string Digest(RunPlan plan)
    {
        string[] lines =
        [
            .. Assemblies(plan).Select(assembly => (assembly.GetName().Name, Digest: Digest(assembly)))
                .Where(of => of.Digest is not null).Select(of => $"{of.Digest}  {of.Name}\n").Order(StringComparer.Ordinal),
        ];
        return lines.Length == 0 ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }

    /// <summary>The SHA-256 of all files of the drop-in that an assembly was loaded from.</summary>
    /// <returns>Null for one that is not a drop-in's.</returns>
    public static string? Digest(Assembly assembly) => (AssemblyLoadContext.GetLoadContext(assembly) as PluginLoadContext)?.Digest;

    private static IEnumerable<Assembly> Assemblies(RunPlan plan) => plan.Plugins.Select(use => use.Plugin.Type.Assembly).Distinct();
}
