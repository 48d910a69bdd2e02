using MmoePipeline.Composition;

namespace MmoePipeline.Construction;

/// <summary>
/// Written by the generator into every assembly that has plugins. The loader reads it from metadata, before any code of
/// the assembly runs.
/// </summary>
/// <param name="catalogue">The generated class that implements <see cref="IPluginCatalogue"/>.</param>
/// <param name="contractVersion">The <see cref="ContractVersion.Current"/> that the assembly was compiled against.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class PluginCatalogueAttribute(Type catalogue, string contractVersion) : Attribute
{
    /// <summary>The generated class that implements <see cref="IPluginCatalogue"/>.</summary>
    public Type Catalogue { get; } = catalogue;

    /// <summary>The contract's version that the assembly was compiled against, as <c>major.minor</c>.</summary>
    public string ContractVersion { get; } = contractVersion;
}
