using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.LossWeightings.Mgda;

/// <summary>Options of the multiple gradient descent algorithm.</summary>
[PluginOptions]
public sealed partial record MgdaOptions
{
    /// <summary>
    /// What gradients are divided by before the weights are found; the weights then apply to the gradients as they were.
    /// Without, tasks with small gradients get most of the weight.
    /// </summary>
    public MgdaNormalization Normalization { get; init; } = MgdaNormalization.None;
}
