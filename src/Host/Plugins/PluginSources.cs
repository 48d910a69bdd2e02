using MmoePipeline.Configuration;
using MmoePipeline.Host.Composition;
using MmoePipeline.Host.Configuration;

namespace MmoePipeline.Host.Plugins;

/// <summary>Where plugins are looked for beside the program.</summary>
/// <param name="Folders">The drop-in folders; one that is not there holds nothing.</param>
/// <param name="ConstructionLimit">How long loading or constructing a plugin may take.</param>
internal sealed record PluginSources(ImmutableArray<string> Folders, TimeSpan ConstructionLimit)
{
    /// <summary>One drop-in folder.</summary>
    public static PluginSources Of(string dropInFolder) => new([dropInFolder], new PluginsOptions().ConstructionLimit);

    /// <summary>A drop-in folder and those of configurations, which are bound as a whole only afterwards: they name plugins.</summary>
    /// <remarks>What is wrong with the section is told when all of it is bound; until then it counts as absent.</remarks>
    public static PluginSources Of(string dropInFolder, params ImmutableArray<ConfigurationTree> trees)
    {
        ImmutableArray<PluginsOptions> options = [.. trees.Select(OptionsOf)];
        return new PluginSources([dropInFolder, .. options.SelectMany(of => of.Folders).Distinct()], options.Select(of => of.ConstructionLimit).DefaultIfEmpty(new PluginsOptions().ConstructionLimit).Max());
    }

    private static PluginsOptions OptionsOf(ConfigurationTree tree) => tree.Root?.Member("plugins")?.Value is { } section
        && OptionsBinding.Bind<PluginsOptions>(section, PluginRegistry.Empty, out _) is { } bound ? bound : new PluginsOptions();
}
