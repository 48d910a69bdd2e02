namespace MmoePipeline.Composition;

/// <summary>
/// A service of the host that owns the plugins of a run and disposes of them when the run is over, however it ends.
/// <see cref="PluginSlot{TKind}.Create"/> gives it every plugin; where a host has no such service, the caller of <c>Create</c> owns them.
/// </summary>
public interface IPluginOwner
{
    /// <summary>Takes a plugin, to be disposed of if it is <see cref="IDisposable"/> and nothing else owns it: modules belong to their network.</summary>
    /// <param name="plugin">The new plugin.</param>
    void Own(object plugin);
}
