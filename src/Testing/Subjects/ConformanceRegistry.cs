using MmoePipeline.Configuration;

namespace MmoePipeline.Testing.Subjects;

/// <summary>The plugins that slots can name.</summary>
internal sealed class ConformanceRegistry(IEnumerable<PluginDescriptor> plugins) : IPluginRegistry
{
    private readonly ImmutableArray<PluginDescriptor> _plugins = [.. plugins.DistinctBy(plugin => (plugin.KindType, plugin.Name))];

    public string? WhyMissing => null;

    public IReadOnlyList<PluginDescriptor> OfKind(Type kind) =>
        [.. _plugins.Where(plugin => plugin.KindType == kind).OrderBy(plugin => plugin.Name, StringComparer.Ordinal)];
}
