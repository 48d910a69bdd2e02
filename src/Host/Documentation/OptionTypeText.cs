using MmoePipeline.Configuration;
using MmoePipeline.Configuration.Rules;

namespace MmoePipeline.Host.Documentation;

/// <summary>An option's type in words.</summary>
internal static class OptionTypeText
{
    /// <summary>For instance <c>whole number, 1 to 64</c>.</summary>
    public static string Of(OptionType type) => type switch
    {
        BooleanOption => "true or false",
        TextOption => "text" + Rules(type),
        PathOption => "path",
        SecretOption => "secret: a text, or env:NAME",
        DurationOption => "duration" + Rules(type),
        NumberOption number => (number.IsInteger ? "whole number" : "number") + Rules(type),
        ChoiceOption choice => string.Join(" | ", choice.Choices),
        ListOption list => $"list{Rules(type)} of {Of(list.Item)}",
        MapOption map => $"object{Rules(type)} of {Of(map.Item)}",
        SlotOption slot => slot.Kind,
        SectionOption section => $"section: {string.Join(", ", section.Section().Options.Select(option => option.Key))}",
        NullableOption nullable => $"{Of(nullable.Present)} or null",
        _ => throw new NotSupportedException($"{type.GetType().Name} has no words."),
    };

    private static string Rules(OptionType type) => string.Concat(type.Rules.Select(rule => rule switch
    {
        RangeRule range => Range(range),
        CharacterCountRule count => $", {Count(count.Minimum, count.Maximum)} characters",
        ItemCountRule count => $" ({Count(count.Minimum, count.Maximum)})",
        PatternRule pattern => $" like {pattern.Expression}",
        ValuesRule { AreAllowed: true } values => $": {string.Join(" | ", values.Json)}",
        ValuesRule values => $" but not {string.Join(" or ", values.Json)}",
        NotBlankRule => ", not blank",
        _ => $" that {rule.Statement}",
    }));

    private static string Range(RangeRule range)
    {
        if (range is { Least: { } from, Most: { } to, MinimumIsExclusive: false, MaximumIsExclusive: false })
        {
            return $", {from} to {to}";
        }

        string[] limits =
        [
            .. range.Least is { } least ? new[] { $"{(range.MinimumIsExclusive ? ">" : ">=")} {least}" } : [],
            .. range.Most is { } most ? new[] { $"{(range.MaximumIsExclusive ? "<" : "<=")} {most}" } : [],
        ];
        return $" {string.Join(" and ", limits)}";
    }

    private static string Count(int minimum, int? maximum) => maximum switch
    {
        null => $"{minimum} or more",
        { } most when most == minimum => $"{most}",
        { } most => $"{minimum} to {most}",
    };
}
