using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MmoePipeline.Configuration;
using MmoePipeline.Host.Composition;
using MmoePipeline.Host.Plugins;

namespace MmoePipeline.Host.Comparisons;

/// <summary>
/// The digest of all that a run's result depends on: the resolved configuration but for names and places of outputs, the data's
/// fingerprint, and the assemblies of the program and of the plugins that the configuration names.
/// </summary>
/// <param name="plugins">The loaded plugins.</param>
/// <param name="folder">The series' folder; paths in the configuration are told from it.</param>
internal sealed class RunDigest(PluginRegistry plugins, string folder)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<string, string> _ofFiles = [];

    /// <summary>The digest in hexadecimal digits.</summary>
    /// <param name="configuration">The configuration; its seed counts, its name, output and cache don't.</param>
    /// <param name="fingerprint">The data's fingerprint.</param>
    public string Of(RunConfiguration configuration, string fingerprint)
    {
        JsonNode resolved = Sorted(Resolved(configuration))!;
        var types = new HashSet<string>(StringComparer.Ordinal);
        CollectTypes(resolved, types);
        var parts = new JsonObject
        {
            ["configuration"] = resolved,
            ["data"] = fingerprint,
            ["program"] = new JsonArray([
                .. new[] { typeof(RunDigest).Assembly.Location, typeof(BadInputException).Assembly.Location }.Select(OfFile),
                .. plugins.Plugins.Where(plugin => types.Contains(plugin.Descriptor.Name)).Select(plugin => plugin.File)
                    .Distinct().Order(StringComparer.Ordinal).Select(OfFile),
            ]),
        };
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(parts.ToJsonString(Plain))))[..32];
    }

    private JsonNode? Resolved(RunConfiguration configuration)
    {
        RunConfiguration without = configuration with
        {
            Run = configuration.Run with { Name = "run", Output = folder },
            Data = configuration.Data with { Cache = null },
        };
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            OptionForms.Section<RunConfiguration>().Write(new OptionsWriter(json, folder), without);
        }

        return JsonNode.Parse(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <summary>The order of keys means nothing.</summary>
    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private static void CollectTypes(JsonNode? node, HashSet<string> types)
    {
        foreach (JsonNode? child in node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray items => items,
            _ => Enumerable.Empty<JsonNode?>(),
        })
        {
            CollectTypes(child, types);
        }

        if (node is JsonObject slot && slot["type"] is JsonValue value && value.TryGetValue(out string? type))
        {
            types.Add(type);
        }
    }

    private JsonNode OfFile(string file)
    {
        if (!_ofFiles.TryGetValue(file, out string? digest))
        {
            digest = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
            _ofFiles.Add(file, digest);
        }

        return JsonValue.Create(digest);
    }
}
