using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Experiments.Studies.Measures;

namespace MmoePipeline.Experiments.Studies.Options;

/// <summary>A claim, the figure that decides it, and what the figure would have to be.</summary>
[PluginOptions]
internal sealed partial record ClaimOptions
{
    /// <summary>The claim, as a person would say it.</summary>
    [MinLength(1)]
    public required string Text { get; init; }

    /// <summary>
    /// The figure of a run: test/TASK/METRIC, parameters, seconds, found/ISSUE (1 or 0), value/ISSUE, probe/FIGURE of the last
    /// epoch or probe-mean/FIGURE, the mean of the epochs that have it; * stands for any part, and the mean is taken of what it matches.
    /// </summary>
    [MinLength(1)]
    public required string Measure { get; init; }

    /// <summary>Compares two variants, seed by seed.</summary>
    public DifferenceOptions? Difference { get; init; }

    /// <summary>Compares a variant's mean with a number.</summary>
    public LevelOptions? Level { get; init; }

    /// <summary>Compares the share of runs on which the measure is not 0 with a number.</summary>
    public LevelOptions? Share { get; init; }

    /// <summary>Looks for a trend over variants: a rank correlation, seed by seed.</summary>
    public TrendOptions? Trend { get; init; }

    /// <summary>What is claimed of the difference, level, share or rank correlation.</summary>
    public required Expectation Expect { get; init; }

    /// <summary>What counts as no difference, in the measure's unit; a claim that expects equal needs it.</summary>
    [Range(0.0, 1e12)]
    public double Margin { get; init; }


    private void Validate(OptionsSection section)
    {
        int forms = new object?[] { Difference, Level, Share, Trend }.Count(form => form is not null);
        if (forms != 1)
        {
            section.Report(null, $"must have one of difference, level, share and trend, found {(forms == 0 ? "none" : "several")}");
        }

        if (Expect == Expectation.Equal && Margin == 0)
        {
            section.Report("expect", "needs a margin above 0, within which the two count as equal");
        }

        if (StudyMeasure.Parse(Measure, out string problem) is null)
        {
            section.Report("measure", problem);
        }
    }
}
