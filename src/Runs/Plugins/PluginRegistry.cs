using MmoePipeline.Configuration;
using MmoePipeline.Runs.Plugins.DropIns;

namespace MmoePipeline.Runs.Plugins;

/// <summary>What was loaded, and what could not be.</summary>
/// <param name="Plugins">All plugins, ordered by kind and name.</param>
/// <param name="DropIns">What became of everything in the drop-in folders.</param>
internal sealed record PluginRegistry(ImmutableArray<LoadedPlugin> Plugins, ImmutableArray<DropInResult> DropIns) : IPluginRegistry
{
    /// <summary>No plugins at all.</summary>
    public static PluginRegistry Empty { get; } = new([], []);

    /// <summary>The assemblies that could not be used.</summary>
    public ImmutableArray<PluginFailure> Failures { get; } =
    [
        .. DropIns.Where(result => result.State == DropInState.Refused).Select(result => new PluginFailure(result.Code, result.Place, result.Reason)),
    ];

    /// <inheritdoc/>
    public string? WhyMissing => Failures.IsEmpty ? null : string.Join("; ", Failures);

    /// <inheritdoc/>
    public IReadOnlyList<PluginDescriptor> OfKind(Type kind) =>
        [.. Plugins.Select(plugin => plugin.Descriptor).Where(descriptor => descriptor.KindType == kind)];
}
