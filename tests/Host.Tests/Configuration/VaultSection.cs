using MmoePipeline.Composition;

namespace MmoePipeline.Host.Tests.Configuration;

/// <summary>A configuration that holds options with a secret.</summary>
[PluginOptions]
internal sealed partial record VaultSection
{
    /// <summary>The vault.</summary>
    public required VaultOptions Vault { get; init; }
}
