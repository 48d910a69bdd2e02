using System.Globalization;
using MmoePipeline.Generators.Model;

namespace MmoePipeline.Generators.Parsing;

/// <summary>A limit of a number or a duration.</summary>
/// <param name="Expression">The limit as C#; null for none.</param>
/// <param name="Position">Where it lies, to compare it with others; not exact where a <c>double</c> isn't.</param>
/// <param name="Fault">Why it is no limit of the option; null where it is.</param>
internal sealed record Limit(string? Expression, double Position, string? Fault)
{
    /// <summary>Reads an attribute's argument.</summary>
    /// <param name="type">The option's type: a number or a duration.</param>
    /// <param name="value">A number, or a text in the invariant culture.</param>
    public static Limit Of(OptionTypeModel type, object? value) => type switch
    {
        OptionTypeModel.Number number => OfNumber(number.Type, value),
        _ => OfDuration(value),
    };

    private static Limit OfDuration(object? value) =>
        value is string text && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out TimeSpan duration)
            ? new Limit(
                $"global::System.TimeSpan.ParseExact(\"{duration.ToString("c", CultureInfo.InvariantCulture)}\", \"c\", null)", duration.Ticks, null)
            : Wrong("give its limits as [Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")]");

    private static Limit OfNumber(NumberType type, object? value)
    {
        if (value is string text)
        {
            // Decimals are exact; doubles reach further.
            value = decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exact) ? exact
                : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double wide) ? wide
                : null;
        }

        if (value is null or bool or char)
        {
            return Wrong("give its limits as numbers");
        }

        // The ends of the types say that there is no limit. Those of long came as a double, which can't hold them exactly.
        double position = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        if (value is int.MinValue or double.MinValue or double.NegativeInfinity || (value is double && type.IsInteger && position == type.Least))
        {
            return new Limit(null, double.NegativeInfinity, null);
        }

        if (value is int.MaxValue or double.MaxValue or double.PositiveInfinity || (value is double && type.IsInteger && position == type.Most))
        {
            return new Limit(null, double.PositiveInfinity, null);
        }

        return double.IsNaN(position) ? Wrong("a limit is no number")
            : type.IsInteger && position != Math.Floor(position) ? Wrong("the limits of whole numbers must be whole")
            : position < type.Least || position > type.Most ? Wrong($"a limit doesn't fit {type.Keyword.Replace("global::System.", "")}")
            : new Limit(Literal(type, value), position, null);
    }

    private static string Literal(NumberType type, object value)
    {
        string digits = value switch
        {
            // No whole number has an exponent in C#.
            double number when type.IsInteger => ((decimal)number).ToString(CultureInfo.InvariantCulture),
            double number => number.ToString("R", CultureInfo.InvariantCulture),
            float number => number.ToString("R", CultureInfo.InvariantCulture),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
        return type.Keyword == "global::System.Half" ? $"(global::System.Half)({digits}F)" : digits + type.Suffix;
    }

    private static Limit Wrong(string fault) => new(null, 0, fault);
}
