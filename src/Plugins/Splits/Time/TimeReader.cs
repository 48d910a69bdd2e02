using System.Globalization;
using MmoePipeline.Data;
using MmoePipeline.Plugins.Times;

namespace MmoePipeline.Plugins.Splits.Time;

/// <summary>Reads the times of rows: microseconds since 1970 UTC, or numbers that only have an order.</summary>
/// <param name="unit">What numbers count; null where they have no unit.</param>
/// <param name="isCalendar">Whether values are times of the calendar; null where the first value decides.</param>
internal sealed class TimeReader(TimeUnit? unit, bool? isCalendar)
{
    private readonly ValuesOfTexts<double> _timeOfText = new();

    /// <summary>Whether values are times of the calendar; null before the first was read.</summary>
    public bool? IsCalendar { get; private set; } = isCalendar;

    /// <summary>What a value looks like.</summary>
    public string Expected => unit is not null ? "a number"
        : IsCalendar switch
        {
            true => "a time such as 2022-05-05 10:30 (for numbers, set unit)",
            false => "a number",
            null => "a time such as 2022-05-05 10:30, or a number",
        };

    /// <summary>The time of a row; NaN where it has none.</summary>
    /// <param name="column">The column of a chunk.</param>
    /// <param name="row">The row of the chunk, from 0.</param>
    public double Read(TableColumn column, int row) => column switch
    {
        NumberColumn numbers when !double.IsNaN(numbers.Values.Span[row]) => OfNumber(numbers.Values.Span[row]),
        CodedTextColumn coded => coded.Codes.Span[row] is >= 0 and int code ? _timeOfText.Of(coded.Texts, code, OfText) : double.NaN,
        _ => column.TextAt(row) is { Length: > 0 } text ? OfText(text) : double.NaN,
    };

    private double OfText(string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            return OfNumber(number);
        }

        if (unit is not null || IsCalendar == false || !TimeText.TryParse(text, out double time))
        {
            return double.NaN;
        }

        IsCalendar = true;
        return time;
    }

    private double OfNumber(double number)
    {
        if (!double.IsFinite(number))
        {
            return double.NaN;
        }

        if (unit is { } known)
        {
            return known.ToMicroseconds(number);
        }

        IsCalendar ??= false;
        return IsCalendar == true ? double.NaN : number;
    }
}
