using MmoePipeline.Composition;

namespace MmoePipeline.Configuration;

/// <summary>
/// A place of the configuration that a plugin fills: which plugin, and its bound options. It is a recipe, from which
/// <see cref="Construction.PluginActivator"/> constructs any number of instances; two slots are equal when plugin and options are.
/// </summary>
/// <typeparam name="TKind">The kind: an interface or abstract class marked <see cref="PluginKindAttribute"/>.</typeparam>
/// <param name="Plugin">The plugin that was picked.</param>
/// <param name="Options">Its options; null for a plugin without options.</param>
/// <param name="Path">The slot's path in the configuration, for instance <c>model.experts.0</c>.</param>
public sealed record PluginSlot<TKind>(PluginDescriptor Plugin, object? Options, string Path)
    where TKind : class;
