using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Plugins.Times;

namespace MmoePipeline.Plugins.Splits.Time;

/// <summary>Options of the time split.</summary>
[PluginOptions]
public sealed partial record TimeSplitOptions
{
    /// <summary>The column of the rows' times.</summary>
    [Length(1, int.MaxValue)]
    public required string Column { get; init; }

    /// <summary>
    /// What numbers in the column count since 1970 (UTC). null for texts such as 2022-05-05 10:30, and for numbers that only have an order, such as
    /// 20220505.
    /// </summary>
    public TimeUnit? Unit { get; init; }

    /// <summary>
    /// The time from which on rows choose the best epoch, such as 2022-05-05 or 2022-05-05 10:30, UTC where it has no offset; a number, such as 20220505,
    /// for a column of numbers without a unit; or the share of the rows that do, such as 10%.
    /// </summary>
    public required string Validation { get; init; }

    /// <summary>The time from which on rows are for the final metrics, or the share of the rows that are: the latest ones.</summary>
    public required string Test { get; init; }

    /// <summary>
    /// How long before validation and before test rows are left out, for labels that are complete only some time after their row. 0 leaves out none.
    /// </summary>
    public TimeSpan Gap { get; init; }

    private void Validate(OptionsSection section)
    {
        if (Gap < TimeSpan.Zero)
        {
            section.Report("gap", $"is {Gap}; expected 0 or more");
        }

        if (TimeLimits.Parse(Validation) is not { } validation)
        {
            section.Report("validation", $"is '{Validation}'; {TimeLimits.Expected}");
        }
        else if (TimeLimits.Parse(Test) is not { } test)
        {
            section.Report("test", $"is '{Test}'; {TimeLimits.Expected}");
        }
        else if (TimeLimits.FindFault(validation, test, Unit, Gap) is { } fault)
        {
            section.Report(fault.Key, fault.Problem);
        }
    }
}
