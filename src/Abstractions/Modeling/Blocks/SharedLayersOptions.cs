using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Modeling.Layers;

namespace MmoePipeline.Modeling.Blocks;

/// <summary>Options of the layers between the embedded input and what tasks don't share.</summary>
[PluginOptions]
public sealed partial record SharedLayersOptions
{
    /// <summary>Widths of layers behind the embedding, before experts and gates; none by default.</summary>
    [ItemRange(1, 65536)]
    public ImmutableArray<int> SharedLayers { get; init; } = [];

    /// <summary>The probability that a value behind one of these layers is left out while training.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double SharedDropout { get; init; }

    /// <summary>How these layers' values are normalised before the activation function.</summary>
    public Normalization SharedNormalization { get; init; } = Normalization.None;

    private void Validate(OptionsSection section)
    {
        if (SharedLayers.IsEmpty && SharedDropout > 0)
        {
            section.Report("sharedDropout", "is used only with sharedLayers");
        }

        if (SharedLayers.IsEmpty && SharedNormalization != Normalization.None)
        {
            section.Report("sharedNormalization", "is used only with sharedLayers");
        }
    }
}
