using System.Text.Encodings.Web;
using System.Text.Json;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Host.Configuration;

/// <summary>Writes a JSON schema, draft 2020-12, from descriptors.</summary>
/// <param name="plugins">The plugins that slots can name.</param>
internal sealed class SchemaWriter(IPluginRegistry plugins)
{
    private readonly SortedDictionary<string, SlotOption> _slots = new(StringComparer.Ordinal);

    /// <summary>Writes the schema of a configuration.</summary>
    /// <param name="output">Gets the JSON as UTF-8.</param>
    /// <param name="root">The options of the root.</param>
    public void Write(Stream output, OptionsDescriptor root)
    {
        var options = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };
        using var json = new Utf8JsonWriter(output, options);
        json.WriteStartObject();
        json.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
        json.WriteString("title", "MmoePipeline run");
        Members(json, root, pluginName: null, pluginSummary: null);
        json.WriteStartObject("$defs");

        // A kind's plugins may have slots of other kinds, which are found while they are written.
        var written = new HashSet<string>(StringComparer.Ordinal);
        while (_slots.Values.FirstOrDefault(slot => !written.Contains(slot.Kind)) is { } slot)
        {
            written.Add(slot.Kind);
            json.WriteStartObject(slot.Kind);
            json.WriteStartArray("oneOf");
            foreach (PluginDescriptor plugin in plugins.OfKind(slot.KindType))
            {
                json.WriteStartObject();
                Members(
                    json,
                    plugin.Options ?? new OptionsDescriptor(plugin.Type, plugin.Summary, []),
                    plugin.Name,
                    plugin.Remarks.Length == 0 ? plugin.Summary : $"{plugin.Summary} {plugin.Remarks}");
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void Members(Utf8JsonWriter json, OptionsDescriptor section, string? pluginName, string? pluginSummary)
    {
        bool isRoot = section.Type == typeof(Composition.RunConfiguration);
        WriteText(json, "description", pluginSummary ?? section.Summary);
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        if (isRoot)
        {
            json.WriteStartObject("$schema");
            json.WriteString("type", "string");
            json.WriteEndObject();
        }

        if (pluginName is not null)
        {
            json.WriteStartObject(OptionsSection.TypeKey);
            json.WriteString("const", pluginName);
            json.WriteEndObject();
        }

        foreach (OptionDescriptor option in section.Options)
        {
            json.WriteStartObject(option.Key);
            Option(json, option);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        string[] required =
        [
            .. pluginName is null ? [] : new[] { OptionsSection.TypeKey },
            .. section.Options.Where(option => option.IsRequired).Select(option => option.Key),
        ];
        if (required.Length > 0)
        {
            json.WriteStartArray("required");
            foreach (string key in required)
            {
                json.WriteStringValue(key);
            }

            json.WriteEndArray();
        }

        json.WriteBoolean("additionalProperties", false);
    }

    private void Option(Utf8JsonWriter json, OptionDescriptor option)
    {
        WriteText(json, "description", option.Remarks.Length == 0 ? option.Summary : $"{option.Summary} {option.Remarks}");
        if (option.Default is { } value)
        {
            json.WritePropertyName("default");
            json.WriteRawValue(value);
        }

        if (option.IsNullable)
        {
            json.WriteStartArray("anyOf");
            json.WriteStartObject();
            json.WriteString("type", "null");
            json.WriteEndObject();
            json.WriteStartObject();
            Type(json, option.Type);
            json.WriteEndObject();
            json.WriteEndArray();
        }
        else
        {
            Type(json, option.Type);
        }
    }

    private void Type(Utf8JsonWriter json, OptionType type)
    {
        switch (type)
        {
            case BooleanOption:
                json.WriteString("type", "boolean");
                break;
            case TextOption text:
                json.WriteString("type", "string");
                WriteText(json, "pattern", text.Pattern is null ? "" : $"^(?:{text.Pattern})$");
                WriteLength(json, "minLength", text.MinimumLength > 0 ? text.MinimumLength : null);
                WriteLength(json, "maxLength", text.MaximumLength);
                break;
            case PathOption:
                json.WriteString("type", "string");
                json.WriteNumber("minLength", 1);
                break;
            case DurationOption:
                json.WriteString("type", "string");
                break;
            case NumberOption number:
                json.WriteString("type", number.IsInteger ? "integer" : "number");
                WriteLimit(json, number.MinimumIsExclusive ? "exclusiveMinimum" : "minimum", number.Minimum);
                WriteLimit(json, number.MaximumIsExclusive ? "exclusiveMaximum" : "maximum", number.Maximum);
                break;
            case ChoiceOption choice:
                json.WriteStartArray("enum");
                foreach (string name in choice.Choices)
                {
                    json.WriteStringValue(name);
                }

                json.WriteEndArray();
                break;
            case ListOption list:
                json.WriteString("type", "array");
                Nested(json, "items", list.Item);
                WriteLength(json, "minItems", list.MinimumLength > 0 ? list.MinimumLength : null);
                WriteLength(json, "maxItems", list.MaximumLength);
                break;
            case MapOption map:
                json.WriteString("type", "object");
                Nested(json, "additionalProperties", map.Item);
                break;
            case SectionOption section:
                Members(json, section.Section(), pluginName: null, pluginSummary: "");
                break;
            case SlotOption slot:
                _slots.TryAdd(slot.Kind, slot);
                json.WriteString("$ref", $"#/$defs/{slot.Kind}");
                break;
            default:
                throw new NotSupportedException($"{type.GetType().Name} has no schema.");
        }
    }

    private void Nested(Utf8JsonWriter json, string key, OptionType type)
    {
        json.WriteStartObject(key);
        Type(json, type);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string key, string text)
    {
        if (text.Length > 0)
        {
            json.WriteString(key, text);
        }
    }

    private static void WriteLength(Utf8JsonWriter json, string key, int? length)
    {
        if (length is { } present)
        {
            json.WriteNumber(key, present);
        }
    }

    private static void WriteLimit(Utf8JsonWriter json, string key, string? limit)
    {
        if (limit is not null)
        {
            json.WritePropertyName(key);
            json.WriteRawValue(limit);
        }
    }
}
