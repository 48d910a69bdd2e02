namespace MmoePipeline.Configuration.Rules;

/// <summary>The rules that values can have to keep; each takes words of the author's own in the place of its usual ones.</summary>
public static class OptionRules
{
    /// <summary>Limits a number or a duration.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="minimum">The smallest value; null for no limit.</param>
    /// <param name="maximum">The largest value; null for no limit.</param>
    /// <param name="minimumIsExclusive">Whether the smallest value itself is wrong.</param>
    /// <param name="maximumIsExclusive">Whether the largest value itself is wrong.</param>
    /// <param name="message">The author's words.</param>
    public static RangeRule<T> Range<T>(
        T? minimum, T? maximum, bool minimumIsExclusive = false, bool maximumIsExclusive = false, string? message = null)
        where T : struct, IComparable<T>, IFormattable =>
        new(minimum, maximum) { MinimumIsExclusive = minimumIsExclusive, MaximumIsExclusive = maximumIsExclusive, Message = message };

    /// <summary>Limits the number of characters of a text.</summary>
    /// <param name="minimum">The least number.</param>
    /// <param name="maximum">The largest number; null for no limit.</param>
    /// <param name="message">The author's words.</param>
    public static CharacterCountRule Characters(int minimum, int? maximum = null, string? message = null) =>
        new(minimum, maximum) { Message = message };

    /// <summary>Limits the number of items of a list or members of an object.</summary>
    /// <param name="minimum">The least number.</param>
    /// <param name="maximum">The largest number; null for no limit.</param>
    /// <param name="message">The author's words.</param>
    public static ItemCountRule Items(int minimum, int? maximum = null, string? message = null) =>
        new(minimum, maximum) { Message = message };

    /// <summary>Asks for a text that has more than white space.</summary>
    /// <param name="message">The author's words.</param>
    public static NotBlankRule NotBlank(string? message = null) => new() { Message = message };

    /// <summary>Asks for a text that a regular expression matches from its first to its last character.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="message">The author's words.</param>
    public static PatternRule Matches(string expression, string? message = null) => new(expression) { Message = message };

    /// <summary>Allows some values only.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="values">The values.</param>
    /// <param name="message">The author's words.</param>
    public static AllowedRule<T> Allowed<T>(ImmutableArray<T> values, string? message = null)
        where T : IEquatable<T> => new(values) { Message = message };

    /// <summary>Forbids some values.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="values">The values.</param>
    /// <param name="message">The author's words.</param>
    public static DeniedRule<T> Denied<T>(ImmutableArray<T> values, string? message = null)
        where T : IEquatable<T> => new(values) { Message = message };
}
