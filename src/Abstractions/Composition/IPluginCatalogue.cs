namespace MmoePipeline.Composition;

/// <summary>The plugins of one assembly; implemented by generated code.</summary>
public interface IPluginCatalogue
{
    /// <summary>All plugins of the assembly, ordered by kind and name.</summary>
    static abstract ImmutableArray<PluginDescriptor> Plugins { get; }
}
