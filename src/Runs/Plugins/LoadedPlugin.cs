using MmoePipeline.Configuration;

namespace MmoePipeline.Runs.Plugins;

/// <summary>A plugin and where it came from.</summary>
/// <param name="Descriptor">The plugin.</param>
/// <param name="File">The full path of its assembly.</param>
internal sealed record LoadedPlugin(PluginDescriptor Descriptor, string File);
