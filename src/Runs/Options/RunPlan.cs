using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Runs.Options;

/// <summary>A valid configuration, bound. Nothing after it reads configuration.</summary>
/// <param name="Configuration">The options.</param>
/// <param name="Tree">The merged tree that they were read from.</param>
internal sealed record RunPlan(RunConfiguration Configuration, ConfigurationNode Tree)
{
    /// <summary>The plugins that the configuration names, in the order in which they were bound.</summary>
    public ImmutableArray<PluginUse> Plugins { get; init; } = [];
}
