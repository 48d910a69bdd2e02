using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;

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

    /// <summary>The label that counts as positive, as it is written in the table.</summary>
    public string Positive { get; init; } = "1";

    /// <summary>
    /// The labels that count as negative, as they are written in the table; a row with another label can't be used. Without any, <c>others</c>
    /// decides.
    /// </summary>
    public ImmutableArray<string> Negative { get; init; } = [];

    /// <summary>
    /// What several labels other than the positive one are, where <c>negative</c> names none: negative and reported, refused, or negative, which makes
    /// the task one value against all others.
    /// </summary>
    public OtherLabels Others { get; init; } = OtherLabels.Report;

    /// <summary>Which rows count, and how much.</summary>
    [IncludedOptions]
    public TaskRowsOptions Rows { get; init; } = new();

    /// <summary>What a positive row counts in the loss, where a negative one counts 1; metrics don't know of it.</summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double PositiveWeight { get; init; } = 1;

    /// <summary>The column that tells rows' groups apart, for instance their user, for the metric groupedAuc; null leaves it out.</summary>
    [MinLength(1)]
    public string? Group { get; init; }

    private void Validate(OptionsSection section)
    {
        if (Negative.Contains(Positive))
        {
            section.Report("negative", $"names '{Positive}', which is the positive label");
        }

        if (!Negative.IsEmpty && Others != OtherLabels.Report)
        {
            section.Report("negative", "leaves no other labels, so others has no effect; leave one of them out");
        }
    }
}
