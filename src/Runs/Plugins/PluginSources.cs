using MmoePipeline.Configuration;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins.Trust;

namespace MmoePipeline.Runs.Plugins;

/// <summary>Where plugins are looked for, apart from the program's own.</summary>
/// <param name="Folders">The drop-in folders; one that is not there holds nothing.</param>
/// <param name="ConstructionLimit">How long loading or constructing a plugin may take.</param>
internal sealed record PluginSources(ImmutableArray<string> Folders, TimeSpan ConstructionLimit)
{
    /// <summary>Whether nothing is loaded but what the lock of its folder names.</summary>
    public bool IsLocked { get; init; }

    /// <inheritdoc cref="PluginChoice.OnLimitExceeded"/>
    public Action<Problem>? OnLimitExceeded { get; init; }

    /// <summary>Folders that a configuration names and that nothing is loaded from.</summary>
    public ImmutableArray<UntrustedFolder> Untrusted { get; init; } = [];

    /// <summary>One drop-in folder.</summary>
    public static PluginSources Of(string dropInFolder) => Of(new PluginChoice([dropInFolder]));

    /// <summary>The folders of the command line.</summary>
    public static PluginSources Of(PluginChoice choice) =>
        new(choice.Folders, new PluginsOptions().ConstructionLimit) { IsLocked = choice.IsLocked, OnLimitExceeded = choice.OnLimitExceeded };

    /// <summary>
    /// The folders of the command line and those of configurations. Configurations are bound as a whole only afterwards,
    /// because they name plugins.
    /// </summary>
    /// <remarks>What is wrong with the section is reported when all of it is bound; until then it counts as absent.</remarks>
    /// <exception cref="BadInputException">The list of trusted folders is wrong.</exception>
    public static PluginSources Of(PluginChoice choice, params ImmutableArray<ConfigurationTree> trees)
    {
        ImmutableArray<(PluginsOptions Options, ConfigurationNode? Section)> sections = [.. trees.Select(OptionsOf)];
        var trust = PluginTrust.Of(choice);
        UntrustedFolder[] untrusted = [.. sections.SelectMany(of => trust.Untrusted(of.Options, of.Section)).DistinctBy(of => of.Folder)];
        return new PluginSources(
            [
                .. choice.Folders,
                .. sections.SelectMany(of => of.Options.Folders).Distinct().Where(folder => !untrusted.Any(of => of.Folder == folder)),
            ],
            sections.Select(of => of.Options.ConstructionLimit).DefaultIfEmpty(new PluginsOptions().ConstructionLimit).Max())
        {
            IsLocked = choice.IsLocked,
            OnLimitExceeded = choice.OnLimitExceeded,
            Untrusted = [.. untrusted],
        };
    }

    private static (PluginsOptions Options, ConfigurationNode? Section) OptionsOf(ConfigurationTree tree) =>
        tree.Root?.Member("plugins")?.Value is { } section
        && OptionsBinding.Bind<PluginsOptions>(section, PluginRegistry.Empty, out _) is { } bound ? (bound, section) : (new PluginsOptions(), null);
}
