using System.Globalization;
using MmoePipeline.Plugins.Times;

namespace MmoePipeline.Plugins.Splits.Time;

/// <summary>How a limit of a time split is given.</summary>
internal enum TimeLimitForm
{
    /// <summary>A time of the calendar.</summary>
    Time,

    /// <summary>A number of a column that only has an order.</summary>
    Number,

    /// <summary>A share of the rows.</summary>
    Share,
}

/// <summary>A limit of a time split.</summary>
/// <param name="Form">How it is given.</param>
/// <param name="Value">Microseconds since 1970 UTC, the number, or the share from 0 to 1.</param>
internal readonly record struct TimeLimit(TimeLimitForm Form, double Value);

/// <summary>Reads and checks the limits of a time split.</summary>
internal static class TimeLimits
{
    /// <summary>What a limit looks like, as the end of a message.</summary>
    public const string Expected = "expected a time such as 2022-05-05 or 2022-05-05 10:30, a number, or a share of the rows such as 10%";

    /// <summary>Reads a limit; null where the text is not one.</summary>
    public static TimeLimit? Parse(string text)
    {
        if (text.EndsWith('%'))
        {
            return double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double share) && share is > 0 and < 100
                ? new TimeLimit(TimeLimitForm.Share, share / 100)
                : null;
        }

        return TimeText.TryParse(text, out double time) ? new TimeLimit(TimeLimitForm.Time, time)
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
                ? new TimeLimit(TimeLimitForm.Number, number)
                : null;
    }

    /// <summary>What is wrong with limits that can each be read; null for nothing.</summary>
    public static (string Key, string Problem)? FindFault(TimeLimit validation, TimeLimit test, TimeUnit? unit, TimeSpan gap)
    {
        if (validation.Form != test.Form)
        {
            return ("test", "expected validation and test in the same form: two times, two numbers or two shares");
        }

        if (validation.Form == TimeLimitForm.Share)
        {
            return validation.Value + test.Value >= 1
                ? ("test", "expected validation and test to be less than 100% together, so that rows are left to train on")
                : null;
        }

        if (validation.Form == TimeLimitForm.Number && unit is not null)
        {
            return ("validation", "expected a time such as 2022-05-05, because the column has a unit");
        }

        if (validation.Form == TimeLimitForm.Number && gap != TimeSpan.Zero)
        {
            return ("gap", "expected 0, because numbers without a unit have no length of time between them; set unit, or give times");
        }

        return validation.Value >= test.Value ? ("test", "expected a time after validation") : null;
    }
}
