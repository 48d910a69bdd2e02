using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.LossWeightings.Imtl;

/// <summary>Options of impartial learning.</summary>
[PluginOptions]
public sealed partial record ImtlOptions
{
    /// <summary>Whether the losses are also scaled by trained factors that bring them to one size (IMTL-L).</summary>
    public bool ScaleLosses { get; init; }
}
