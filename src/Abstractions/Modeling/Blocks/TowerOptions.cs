using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Modeling.Layers;

namespace MmoePipeline.Modeling.Blocks;

/// <summary>The towers: the network of each task's own between the mixed experts and the task's output.</summary>
[PluginOptions]
public sealed partial record TowerOptions
{
    /// <summary>Widths of hidden layers in each tower; none makes the towers linear.</summary>
    [ItemRange(1, 65536)]
    public ImmutableArray<int> Hidden { get; init; } = [16];

    /// <summary>The activation function behind hidden layers.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>How hidden layers' values are normalised before the activation function.</summary>
    public Normalization Normalization { get; init; } = Normalization.None;

    /// <summary>The probability that a value behind a hidden layer is left out while training.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init; }

    private void Validate(OptionsSection section)
    {
        if (Hidden.IsEmpty && Dropout > 0)
        {
            section.Report("dropout", "is used only with hidden layers");
        }

        if (Hidden.IsEmpty && Normalization != Normalization.None)
        {
            section.Report("normalization", "is used only with hidden layers");
        }
    }
}
