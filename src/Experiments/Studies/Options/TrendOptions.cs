using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Experiments.Studies.Measures;

namespace MmoePipeline.Experiments.Studies.Options;

/// <summary>How a figure changes from variant to variant.</summary>
[PluginOptions]
internal sealed partial record TrendOptions
{
    /// <summary>The variants, in the order in which the figure is claimed to rise or fall.</summary>
    [Length(3, 100)]
    public required ImmutableArray<string> Variants { get; init; }

    /// <summary>For each variant another, whose figure is taken from its own; none when empty.</summary>
    public ImmutableArray<string> Than { get; init; } = [];

    /// <summary>A measure of the variants that takes the place of their order; null for the order.</summary>
    [MinLength(1)]
    public string? Against { get; init; }

    private void Validate(OptionsSection section)
    {
        if (!Than.IsEmpty && Than.Length != Variants.Length)
        {
            section.Report("than", $"must have a variant for each of the {Variants.Length} variants, or none");
        }

        if (Against is { } measure && StudyMeasure.Parse(measure, out string problem) is null)
        {
            section.Report("against", problem);
        }
    }
}
