using MmoePipeline.Generators.Model;

namespace MmoePipeline.Generators.Emission;

/// <summary>The C# condition of a rule, and the rule in words.</summary>
internal static class RuleExpressions
{
    /// <summary>A condition that is true where the rule holds.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="type">The option's type.</param>
    /// <param name="value">The expression of the value.</param>
    public static string Condition(RuleModel rule, OptionTypeModel type, string value)
    {
        if (type is OptionTypeModel.Nullable nullable)
        {
            string present = $"present{value}";
            return $"{value} is not {{ }} {present} || ({Condition(rule, nullable.Present, present)})";
        }

        return rule switch
        {
            RuleModel.Range { OfItems: true } range => $"global::System.Linq.ImmutableArrayExtensions.All({value}, "
                + $"static item => {Limits(range, ((OptionTypeModel.List)type).Item, "item")})",
            RuleModel.Range range => Limits(range, type, value),
            RuleModel.Length length => Limits(length, type, value),
            RuleModel.Pattern pattern => $"global::System.Text.RegularExpressions.Regex.IsMatch({value}, "
                + $"{Literal.Text($@"\A(?:{pattern.Expression})\z")}, global::System.Text.RegularExpressions.RegexOptions.CultureInvariant)",
            RuleModel.Allowed allowed => $"{value} is {string.Join(" or ", allowed.Literals)}",
            _ => throw new NotSupportedException($"{rule} has no condition."),
        };
    }

    /// <summary>The rule for a person: <c>must be at least 1</c>.</summary>
    public static string Words(RuleModel rule, OptionTypeModel type) => rule switch
    {
        RuleModel.Range range => (range.OfItems ? "every number must be " : "must be ") + Words(range),
        RuleModel.Length length => Words(length, IsText(type) ? "character" : "item"),
        RuleModel.Pattern pattern => $"must match {pattern.Expression}",
        RuleModel.Allowed allowed => $"must be one of {string.Join(", ", allowed.Literals)}",
        _ => throw new NotSupportedException($"{rule} has no words."),
    };

    private static string Limits(RuleModel.Range range, OptionTypeModel type, string value)
    {
        string suffix = type.TypeName == "decimal" ? "m" : "";
        string[] limits =
        [
            .. range.Minimum is null ? [] : new[] { $"{value} {(range.MinimumIsExclusive ? ">" : ">=")} {range.Minimum}{suffix}" },
            .. range.Maximum is null ? [] : new[] { $"{value} {(range.MaximumIsExclusive ? "<" : "<=")} {range.Maximum}{suffix}" },
        ];
        return limits.Length == 0 ? "true" : string.Join(" && ", limits);
    }

    private static string Limits(RuleModel.Length length, OptionTypeModel type, string value)
    {
        string count = type is OptionTypeModel.Map ? $"{value}.Count" : $"{value}.Length";
        return length.Maximum is { } maximum
            ? $"{count} >= {length.Minimum} && {count} <= {maximum}"
            : $"{count} >= {length.Minimum}";
    }

    private static string Words(RuleModel.Range range)
    {
        string least = range.MinimumIsExclusive ? $"more than {range.Minimum}" : $"at least {range.Minimum}";
        string most = range.MaximumIsExclusive ? $"less than {range.Maximum}" : $"at most {range.Maximum}";
        return (range.Minimum, range.Maximum) switch
        {
            (null, null) => "a number",
            (_, null) => least,
            (null, _) => most,
            _ => $"{least} and {most}",
        };
    }

    private static string Words(RuleModel.Length length, string unit) => (length.Minimum, length.Maximum) switch
    {
        (var minimum, null) => $"must have at least {Count(minimum, unit)}",
        (0, { } maximum) => $"must have at most {Count(maximum, unit)}",
        ({ } minimum, { } maximum) => $"must have {minimum} to {Count(maximum, unit)}",
    };

    private static string Count(int number, string unit) => number == 1 ? $"1 {unit}" : $"{number} {unit}s";

    private static bool IsText(OptionTypeModel type) =>
        type is OptionTypeModel.Text or OptionTypeModel.Nullable { Present: OptionTypeModel.Text };
}
