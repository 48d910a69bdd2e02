using System.Reflection;
using MmoePipeline.Configuration;
using MmoePipeline.Construction;

namespace MmoePipeline.Testing.Subjects;

/// <summary>The plugins of assemblies, by the catalogues that the generator wrote.</summary>
internal static class PluginCatalogues
{
    /// <summary>All plugins of an assembly.</summary>
    public static ImmutableArray<PluginDescriptor> Of(Assembly assembly) =>
    [
        .. assembly.GetCustomAttributes<PluginCatalogueAttribute>()
            .SelectMany(mark => ((IPluginCatalogue)Activator.CreateInstance(mark.Catalogue, nonPublic: true)!).Plugins),
    ];
}
