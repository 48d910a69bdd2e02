using MmoePipeline.Configuration;
using MmoePipeline.Construction;
using MmoePipeline.Runs.Options;

namespace MmoePipeline.Runs.Configuration;

/// <summary>
/// The plugins while a configuration is bound: it remembers which are named and where, and takes what a plugin's own check of its options
/// throws for a problem of the section.
/// </summary>
/// <param name="plugins">The plugins.</param>
internal sealed class PluginsInUse(IPluginRegistry plugins) : IPluginRegistry
{
    private readonly List<PluginUse> _uses = [];
    private readonly Dictionary<Type, ImmutableArray<PluginDescriptor>> _kinds = [];

    /// <summary>What was named so far.</summary>
    public ImmutableArray<PluginUse> Uses => [.. _uses];

    /// <inheritdoc/>
    public string? WhyMissing => plugins.WhyMissing;

    /// <inheritdoc/>
    public IReadOnlyList<PluginDescriptor> OfKind(Type kind)
    {
        if (!_kinds.TryGetValue(kind, out ImmutableArray<PluginDescriptor> known))
        {
            known = [.. plugins.OfKind(kind).Select(Watched)];
            _kinds.Add(kind, known);
        }

        return known;
    }

    private PluginDescriptor Watched(PluginDescriptor plugin) => plugin with
    {
        Bind = section =>
        {
            _uses.Add(new PluginUse(plugin, section.Path));
            try
            {
                return plugin.Bind(section);
            }
            catch (Exception exception)
            {
                section.Report(
                    null, $"{PluginException.Name(plugin)} failed while its options were checked: {exception.GetType().Name}: {exception.Message}",
                    PluginCodes.OptionsCheckFailed);
                return null;
            }
        },
    };
}
