using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MyPlugin;

/// <summary>Options of the experts.</summary>
[PluginOptions]
public sealed partial record MyPluginExpertsOptions
{
    /// <summary>The number of experts in the bank.</summary>
    [Range(1, 4096)]
    public int Count { get; init; } = 8;

    /// <summary>The width of an expert's output.</summary>
    [Range(1, 65536)]
    public int Width { get; init; } = 32;
}
