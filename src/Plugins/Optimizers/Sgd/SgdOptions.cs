using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Plugins.Optimizers.Sgd;

/// <summary>Options of stochastic gradient descent.</summary>
[PluginOptions]
public sealed partial record SgdOptions
{
    /// <summary>The step size.</summary>
    [Range(0.0, 1e3, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 0.01;

    /// <summary>The share of the last step that the next keeps; 0 for none.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Momentum { get; init; }

    /// <summary>Whether the gradient counts as if the momentum had been followed already; needs a momentum.</summary>
    public bool Nesterov { get; init; }

    /// <summary>The weight of the squared norm of all parameters in the loss (times one half).</summary>
    [Range(0.0, 1e3)]
    public double WeightDecay { get; init; }

    private void Validate(OptionsSection section)
    {
        if (Nesterov && Momentum == 0)
        {
            section.Report("nesterov", "needs momentum, expected one above 0");
        }
    }
}
