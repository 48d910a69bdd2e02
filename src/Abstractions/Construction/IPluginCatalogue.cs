using MmoePipeline.Configuration;

namespace MmoePipeline.Construction;

/// <summary>The plugins of one assembly; implemented by generated code, with a public constructor without parameters.</summary>
public interface IPluginCatalogue
{
    /// <summary>All plugins of the assembly, ordered by kind and name.</summary>
    ImmutableArray<PluginDescriptor> Plugins { get; }
}
