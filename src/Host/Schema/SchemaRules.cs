using System.Text.Json;
using MmoePipeline.Configuration;
using MmoePipeline.Configuration.Rules;

namespace MmoePipeline.Host.Schema;

/// <summary>Writes the rules of options as keywords of a JSON schema.</summary>
internal static class SchemaRules
{
    /// <summary>The rules of a text. Several patterns need a schema each, because a schema has one.</summary>
    public static void WriteText(Utf8JsonWriter json, ImmutableArray<OptionRule> rules)
    {
        WriteValues(json, rules);
        foreach (CharacterCountRule count in rules.OfType<CharacterCountRule>())
        {
            WriteLength(json, "minLength", count.Minimum > 0 ? count.Minimum : null);
            WriteLength(json, "maxLength", count.Maximum);
        }

        string[] patterns =
        [
            .. rules.OfType<PatternRule>().Select(rule => $"^(?:{rule.Expression})$"),
            .. rules.OfType<NotBlankRule>().Select(_ => "\\S"),
        ];
        if (patterns.Length == 1)
        {
            json.WriteString("pattern", patterns[0]);
        }
        else if (patterns.Length > 1)
        {
            json.WriteStartArray("allOf");
            foreach (string pattern in patterns)
            {
                json.WriteStartObject();
                json.WriteString("pattern", pattern);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }
    }

    /// <summary>The rules of a number; where none limits it, the ends of its type do.</summary>
    public static void WriteNumber(Utf8JsonWriter json, NumberOption number)
    {
        WriteValues(json, number.Rules);
        RangeRule? range = number.Rules.OfType<RangeRule>().FirstOrDefault();
        WriteLimit(json, range is { Least: not null, MinimumIsExclusive: true } ? "exclusiveMinimum" : "minimum", range?.Least ?? number.Least);
        WriteLimit(json, range is { Most: not null, MaximumIsExclusive: true } ? "exclusiveMaximum" : "maximum", range?.Most ?? number.Most);
    }

    /// <summary>How many items or members are right.</summary>
    public static void WriteCount(Utf8JsonWriter json, ImmutableArray<OptionRule> rules, string minimum, string maximum)
    {
        foreach (ItemCountRule count in rules.OfType<ItemCountRule>())
        {
            WriteLength(json, minimum, count.Minimum > 0 ? count.Minimum : null);
            WriteLength(json, maximum, count.Maximum);
        }
    }

    private static void WriteValues(Utf8JsonWriter json, ImmutableArray<OptionRule> rules)
    {
        foreach (ValuesRule values in rules.OfType<ValuesRule>())
        {
            if (!values.AreAllowed)
            {
                json.WriteStartObject("not");
            }

            json.WritePropertyName("enum");
            json.WriteRawValue($"[{string.Join(", ", values.Json)}]");
            if (!values.AreAllowed)
            {
                json.WriteEndObject();
            }
        }
    }

    private static void WriteLength(Utf8JsonWriter json, string key, int? length)
    {
        if (length is { } present)
        {
            json.WriteNumber(key, present);
        }
    }

    private static void WriteLimit(Utf8JsonWriter json, string key, string limit)
    {
        json.WritePropertyName(key);
        json.WriteRawValue(limit);
    }
}
