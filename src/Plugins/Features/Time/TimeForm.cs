using System.Globalization;
using MmoePipeline.Data;
using MmoePipeline.Plugins.Times;

namespace MmoePipeline.Plugins.Features.Time;

/// <summary>How the times of a column are written. Immutable; any number of threads may use it.</summary>
/// <param name="unit">What numbers count; null for texts.</param>
/// <param name="format">The format of texts; null for ISO 8601.</param>
internal sealed class TimeForm(TimeUnit? unit, string? format)
{
    private const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.NoCurrentDateDefault;

    private readonly bool _isPadded = format is not null && IsOfDigits(format);

    /// <summary>The form in which the column is asked for.</summary>
    public ColumnForm ColumnForm => unit is null ? ColumnForm.Text : ColumnForm.Number;

    /// <summary>What a value looks like.</summary>
    public string Expected => unit is { } known ? $"{(known switch { TimeUnit.Seconds => "seconds", TimeUnit.Milliseconds => "milliseconds", _ => "microseconds" })} since 1970 between the years 1 and 9999"
        : format is not null ? $"a time of the format {format}"
        : "a time such as 2022-05-05 10:30 (for numbers, set unit or format)";

    /// <summary>What is wrong with a format; null for nothing.</summary>
    /// <param name="format">The format.</param>
    /// <param name="parts">The parts that are read of a time.</param>
    /// <param name="hasAge">Whether the time between two is computed.</param>
    public static string? FindFault(string format, ImmutableArray<TimePart> parts, bool hasAge)
    {
        var example = new DateTime(2022, 11, 25, 13, 47, 58, DateTimeKind.Utc);
        DateTime read;
        try
        {
            if (!DateTime.TryParseExact(example.ToString(format, CultureInfo.InvariantCulture), format, CultureInfo.InvariantCulture, Styles, out read))
            {
                return "expected a format that reads what it writes";
            }
        }
        catch (FormatException)
        {
            return "expected a format string of .NET, such as yyyyMMdd or HHmm";
        }

        foreach (TimePart part in parts)
        {
            if (TimeParts.ValueOf(part, read) != TimeParts.ValueOf(part, example))
            {
                return $"it does not contain what {TimeParts.NameOf(part)} is computed from";
            }
        }

        return hasAge && read.Date != example.Date ? "it contains no date, which since needs" : null;
    }

    /// <summary>A time.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The time, UTC; null for a text that is not one.</returns>
    public DateTime? Read(string text)
    {
        if (unit is not null)
        {
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? Read(number) : null;
        }

        if (format is null)
        {
            return TimeText.TryParse(text, out double microseconds) ? At(microseconds) : null;
        }

        string padded = _isPadded && text.Length < format.Length && text.All(char.IsAsciiDigit) ? text.PadLeft(format.Length, '0') : text;
        return DateTime.TryParseExact(padded, format, CultureInfo.InvariantCulture, Styles, out DateTime time) ? time : null;
    }

    /// <summary>A time.</summary>
    /// <param name="number">The number of a column of numbers.</param>
    /// <returns>The time, UTC; null for a number that is not one.</returns>
    public DateTime? Read(double number) => unit is { } known ? At(known.ToMicroseconds(number)) : Read((number + 0.0).ToString("R", CultureInfo.InvariantCulture));

    private static bool IsOfDigits(string format) => format.Length > 1 && format.All("yMdHhmsf".Contains)
        && !format.Contains("MMM", StringComparison.Ordinal) && !format.Contains("ddd", StringComparison.Ordinal);

    private static DateTime? At(double microseconds)
    {
        double ticks = Math.Floor(microseconds * TimeSpan.TicksPerMicrosecond) + DateTime.UnixEpoch.Ticks;
        return ticks >= 0 && ticks < DateTime.MaxValue.Ticks ? new DateTime((long)ticks, DateTimeKind.Utc) : null;
    }
}
