using System.Text.Encodings.Web;
using System.Text.Json;
using MmoePipeline.Configuration;
using MmoePipeline.Runs.Configuration;

namespace MmoePipeline.Host.Schema;

/// <summary>Writes a JSON schema, draft 2020-12, from descriptors.</summary>
/// <param name="plugins">The plugins that slots can name.</param>
internal sealed class SchemaWriter(IPluginRegistry plugins)
{
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    private readonly SortedDictionary<string, SlotOption> _slots = new(StringComparer.Ordinal);

    /// <summary>Writes the schema of a configuration.</summary>
    /// <param name="output">Gets the JSON as UTF-8.</param>
    /// <param name="root">The options of the root.</param>
    public void Write(Stream output, OptionsDescriptor root)
    {
        using var json = new Utf8JsonWriter(output, Indented);
        json.WriteStartObject();
        json.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
        json.WriteString("title", "MmoePipeline run");
        WriteText(json, "description", root.Summary);
        json.WriteString("type", "object");
        Members(json, root.Options, ConfigurationFile.SchemaKey, static property => property.WriteString("type", "string"), firstIsRequired: false);
        json.WriteStartObject("$defs");

        // A kind's plugins may have slots of other kinds, which are found while they are written.
        var written = new HashSet<string>(StringComparer.Ordinal);
        while (_slots.Values.FirstOrDefault(slot => !written.Contains(slot.Kind)) is { } slot)
        {
            written.Add(slot.Kind);
            json.WriteStartObject(slot.Kind);
            Kind(json, plugins.OfKind(slot.KindType));
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>One of some plugins: the names first, so that an editor can say which there are, then a schema for each.</summary>
    private void Kind(Utf8JsonWriter json, IReadOnlyList<PluginDescriptor> ofKind)
    {
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        json.WriteStartObject(OptionsSection.TypeKey);
        json.WriteStartArray("enum");
        foreach (PluginDescriptor plugin in ofKind)
        {
            json.WriteStringValue(plugin.Name);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("required");
        json.WriteStringValue(OptionsSection.TypeKey);
        json.WriteEndArray();
        if (ofKind.Count == 0)
        {
            return;
        }

        json.WriteStartArray("oneOf");
        foreach (PluginDescriptor plugin in ofKind)
        {
            json.WriteStartObject();
            WriteText(json, "description", Description(plugin.Summary, plugin.Remarks));
            json.WriteString("type", "object");
            Members(
                json,
                plugin.Options?.Options ?? [],
                OptionsSection.TypeKey,
                property => property.WriteString("const", plugin.Name),
                firstIsRequired: true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The members of an object: one that is no option, where there is such a one, then the options.</summary>
    private void Members(
        Utf8JsonWriter json,
        ImmutableArray<OptionDescriptor> options,
        string? firstKey = null,
        Action<Utf8JsonWriter>? writeFirst = null,
        bool firstIsRequired = false)
    {
        json.WriteStartObject("properties");
        if (firstKey is not null)
        {
            json.WriteStartObject(firstKey);
            writeFirst!(json);
            json.WriteEndObject();
        }

        foreach (OptionDescriptor option in options)
        {
            json.WriteStartObject(option.Key);
            Option(json, option);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        string[] required =
        [
            .. firstIsRequired ? new[] { firstKey! } : [],
            .. options.Where(option => option.IsRequired).Select(option => option.Key),
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
        WriteText(json, "description", Description(option.Summary, option.Remarks));
        if (option.Default is { } value)
        {
            json.WritePropertyName("default");
            json.WriteRawValue(value);
        }

        Type(json, option.Type);
    }

    private void Type(Utf8JsonWriter json, OptionType type)
    {
        switch (type)
        {
            case NullableOption nullable:
                json.WriteStartArray("anyOf");
                json.WriteStartObject();
                json.WriteString("type", "null");
                json.WriteEndObject();
                json.WriteStartObject();
                Type(json, nullable.Present);
                json.WriteEndObject();
                json.WriteEndArray();
                break;
            case BooleanOption:
                json.WriteString("type", "boolean");
                break;
            case TextOption:
                json.WriteString("type", "string");
                SchemaRules.WriteText(json, type.Rules);
                break;
            case PathOption or SecretOption:
                json.WriteString("type", "string");
                json.WriteNumber("minLength", 1);
                break;
            case DurationOption:
                json.WriteString("type", "string");
                json.WriteString("pattern", DurationOption.Pattern.ToString());
                break;
            case NumberOption number:
                json.WriteString("type", number.IsInteger ? "integer" : "number");
                json.WriteString("format", number.Format);
                SchemaRules.WriteNumber(json, number);
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
                SchemaRules.WriteCount(json, list.Rules, "minItems", "maxItems");
                break;
            case MapOption map:
                json.WriteString("type", "object");
                Nested(json, "additionalProperties", map.Item);
                SchemaRules.WriteCount(json, map.Rules, "minProperties", "maxProperties");
                break;
            case SectionOption section:
                json.WriteString("type", "object");
                Members(json, section.Section().Options);
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
        if (type is SectionOption section)
        {
            WriteText(json, "description", section.Section().Summary);
        }

        Type(json, type);
        json.WriteEndObject();
    }

    private static string Description(string summary, string remarks) => remarks.Length == 0 ? summary : $"{summary} {remarks}";

    private static void WriteText(Utf8JsonWriter json, string key, string text)
    {
        if (text.Length > 0)
        {
            json.WriteString(key, text);
        }
    }
}
