using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.LossWeightings.Uncertainty;

/// <summary>Options of uncertainty weighting.</summary>
[PluginOptions]
public sealed partial record UncertaintyWeightingOptions
{
    /// <summary>What the trained parameter stands for.</summary>
    public UncertaintyForm Form { get; init; } = UncertaintyForm.LogVariance;
}
