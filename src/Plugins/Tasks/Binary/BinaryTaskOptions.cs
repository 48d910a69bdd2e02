using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.Tasks.Binary;

/// <summary>Options of a binary task.</summary>
[PluginOptions]
public sealed partial record BinaryTaskOptions
{
    /// <summary>The task's name in metrics and messages.</summary>
    [RegularExpression("[A-Za-z0-9][A-Za-z0-9_-]*")]
    public required string Name { get; init; }

    /// <summary>The column that holds the label.</summary>
    [MinLength(1)]
    public required string Label { get; init; }

    /// <summary>The label that counts as positive; all others are negative.</summary>
    public string Positive { get; init; } = "1";
}
