using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Runs.Options.Training;

/// <summary>Parameters with a learning rate of their own.</summary>
[PluginOptions]
public sealed partial record ParameterGroupOptions
{
    /// <summary>Which parameters: their name, where * stands for any text, for instance model.embedding.*.</summary>
    [MinLength(1)]
    public required string Parameters { get; init; }

    /// <summary>What the learning rate is multiplied by; 0 keeps the parameters as they are.</summary>
    [Range(0.0, 1e6)]
    public double LearningRateScale { get; init; } = 1;
}
