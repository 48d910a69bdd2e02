using MmoePipeline.Composition;

namespace MmoePipeline.Host.Plugins;

/// <summary>What was loaded, and what could not be.</summary>
/// <param name="Plugins">All plugins, ordered by kind and name.</param>
/// <param name="Failures">The assemblies that could not be used.</param>
internal sealed record PluginRegistry(ImmutableArray<LoadedPlugin> Plugins, ImmutableArray<PluginFailure> Failures) : IPluginRegistry
{
    /// <inheritdoc/>
    public string? WhyMissing => Failures.IsEmpty ? null : string.Join("; ", Failures);

    /// <inheritdoc/>
    public IReadOnlyList<PluginDescriptor> OfKind(Type kind) =>
        [.. Plugins.Select(plugin => plugin.Descriptor).Where(descriptor => descriptor.KindType == kind)];
}
