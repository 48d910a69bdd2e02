using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Host.Tests.Configuration;

/// <summary>Options with a secret among others.</summary>
[PluginOptions]
internal sealed partial record VaultOptions
{
    /// <summary>What opens it.</summary>
    public required Secret Key { get; init; }

    /// <summary>How many doors it has.</summary>
    public int Doors { get; init; } = 1;
}
