using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Features;
using MmoePipeline.Plugins.Times;

namespace MmoePipeline.Plugins.Features.Time;

/// <summary>Options of a time.</summary>
[PluginOptions]
public sealed partial record TimeFeatureOptions
{
    /// <summary>The feature's name; null for the column's.</summary>
    [MinLength(1)]
    public string? Name { get; init; }

    /// <summary>The column of times: texts such as 2022-05-05 10:30, UTC where they have no offset, unless unit or format says otherwise.</summary>
    [Length(1, int.MaxValue)]
    public required string Column { get; init; }

    /// <summary>What numbers in the column count since 1970 (UTC); null for texts.</summary>
    public TimeUnit? Unit { get; init; }

    /// <summary>
    /// How texts in the column are written, in the format strings of .NET, such as yyyyMMdd or HHmm. Where it has digits only, zeros are put in front of texts that are too short:
    /// 5 is 0005 to HHmm. null for texts such as 2022-05-05 10:30.
    /// </summary>
    [MinLength(1)]
    public string? Format { get; init; }

    /// <summary>The parts of the time.</summary>
    public ImmutableArray<TimePart> Parts { get; init; } = [];

    /// <summary>What the parts are encoded as.</summary>
    public TimeEncoding As { get; init; } = TimeEncoding.Cyclic;

    /// <summary>
    /// Another column of times, written alike: the time passed since it is an input. With d days between the two, this is the sign of d times log(1 + |d|), standardised with mean and
    /// deviation of the training rows. null for no such input.
    /// </summary>
    [MinLength(1)]
    public string? Since { get; init; }

    /// <summary>What becomes of a row that lacks one of the times: zeros are the centre of the circle, row 0 of a part's table, and the mean of the times passed.</summary>
    public MissingInput Missing { get; init; } = MissingInput.Refuse;

    /// <summary>The vectors of parts as categories. table names the tables of all parts: TABLE.hour and so on.</summary>
    [IncludedOptions]
    public EmbeddingOptions Embedding { get; init; } = new();

    private void Validate(OptionsSection section)
    {
        if (Parts.IsEmpty && Since is null)
        {
            section.Report("parts", "is empty; expected at least one part, or a column in since");
        }

        if (Parts.Distinct().Count() != Parts.Length)
        {
            section.Report("parts", "has a part twice; expected each part once");
        }

        if (As == TimeEncoding.Cyclic && Embedding != new EmbeddingOptions())
        {
            section.Report("as", "is cyclic, which has no vectors; remove the options table, dimension, autoDimension and initialDeviation, or set categories");
        }

        if (Unit is not null && Format is not null)
        {
            section.Report("format", "is of no use where unit is set: numbers have no format");
        }
        else if (Format is not null && TimeForm.FindFault(Format, Parts, Since is not null) is { } fault)
        {
            section.Report("format", $"is '{Format}'; {fault}");
        }
    }
}
