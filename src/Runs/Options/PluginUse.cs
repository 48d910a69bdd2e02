using MmoePipeline.Configuration;
using MmoePipeline.Construction;

namespace MmoePipeline.Runs.Options;

/// <summary>A plugin that a configuration names.</summary>
/// <param name="Plugin">The plugin.</param>
/// <param name="Path">The path of the section that names it: <c>model.experts.0</c>.</param>
internal sealed record PluginUse(PluginDescriptor Plugin, string Path)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {PluginException.Name(Plugin)}";
}
