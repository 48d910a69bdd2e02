namespace MmoePipeline.Configuration;

/// <summary>All plugins that are loaded.</summary>
public interface IPluginRegistry
{
    /// <summary>The loaded plugins of one kind, ordered by name; empty for a kind without plugins.</summary>
    /// <param name="kind">The interface or abstract class that is marked as a kind.</param>
    IReadOnlyList<PluginDescriptor> OfKind(Type kind);

    /// <summary>
    /// What to report where a plugin that is not loaded is named, in addition to the names of those that are: for instance that an
    /// assembly of the drop-in folder failed to load. Null when there is nothing to add.
    /// </summary>
    string? WhyMissing { get; }
}
