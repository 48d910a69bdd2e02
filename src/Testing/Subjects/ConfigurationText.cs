using System.Text.Json;
using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Testing.Subjects;

/// <summary>A plugin's section of a configuration, out of JSON.</summary>
internal static class ConfigurationText
{
    private static readonly ConfigurationPlace Place = new("configuration");

    /// <summary>Reads a section.</summary>
    /// <exception cref="ArgumentException">The text is no JSON object.</exception>
    public static ConfigurationNode Read(string json, string folder)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Node(document.RootElement, "", Path.GetFullPath(folder))
                : throw new ArgumentException($"A section of options is a JSON object, not {json}.");
        }
        catch (JsonException exception)
        {
            throw new ArgumentException($"The options are no JSON: {exception.Message}", exception);
        }
    }

    private static ConfigurationNode Node(JsonElement element, string path, string folder)
    {
        string PathOf(object key) => path.Length == 0 ? $"{key}" : $"{path}.{key}";
        return new ConfigurationNode
        {
            Kind = element.ValueKind switch
            {
                JsonValueKind.Object => ConfigurationKind.Object,
                JsonValueKind.Array => ConfigurationKind.Array,
                JsonValueKind.String => ConfigurationKind.String,
                JsonValueKind.Number => ConfigurationKind.Number,
                JsonValueKind.True or JsonValueKind.False => ConfigurationKind.Boolean,
                _ => ConfigurationKind.Null,
            },
            Path = path,
            Place = Place,
            Folder = folder,
            Text = element.ValueKind switch
            {
                JsonValueKind.String => element.GetString()!,
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
                _ => "",
            },
            Members = element.ValueKind != JsonValueKind.Object ? [] :
            [
                .. element.EnumerateObject().Select(member =>
                    new ConfigurationMember(member.Name, Place, Node(member.Value, PathOf(member.Name), folder))),
            ],
            Items = element.ValueKind != JsonValueKind.Array ? [] :
                [.. element.EnumerateArray().Select((item, index) => Node(item, PathOf(index), folder))],
        };
    }
}
