using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Modeling.Experts;

namespace MmoePipeline.Plugins.Architectures.SharedBottom;

/// <summary>Options of the shared bottom.</summary>
[PluginOptions]
public sealed partial record SharedBottomOptions
{
    /// <summary>Layers between the embedded input and the bottom.</summary>
    [IncludedOptions]
    public SharedLayersOptions Shared { get; init; } = new();

    /// <summary>
    /// The networks of the bottom, written as for a mixture of experts. One bank with a count of 1 is the classic shared
    /// bottom; of several networks the bottom is the mean.
    /// </summary>
    [Length(1, int.MaxValue)]
    public required ImmutableArray<PluginSlot<IExpert>> Experts { get; init; }

    /// <summary>The towers.</summary>
    public TowerOptions Tower { get; init; } = new();
}
