using MmoePipeline.Composition;

namespace MmoePipeline.Testing.Tests.Broken;

/// <summary>Options of a broken plugin.</summary>
[PluginOptions]
public sealed partial record FaultOptions
{
    /// <summary>What is wrong with it.</summary>
    public Fault Fault { get; init; }
}
