using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MmoePipeline.Configuration;
using MmoePipeline.Configuration.Forms;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins;
using TorchSharp;

namespace MmoePipeline.Experiments.Series;

/// <summary>
/// The digest of all that a run's result depends on: the resolved configuration but for names and places of outputs, the data's fingerprint,
/// the number of threads, TorchSharp and libtorch, the assemblies of the program, and of the plugins that the configuration names all files.
/// </summary>
/// <remarks>
/// Of files that a plugin's options name, other than the data, the path counts and not the content: a plugin whose result depends on such a
/// file is run again with another <c>--output</c>.
/// </remarks>
/// <param name="folder">The series' folder; paths in the configuration are relative to it.</param>
internal sealed class RunDigest(string folder)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<string, string> _ofFiles = [];

    /// <summary>The digest in hexadecimal digits.</summary>
    /// <param name="plan">The run; its seed counts, its name, output and cache don't.</param>
    /// <param name="fingerprint">The data's fingerprint.</param>
    /// <param name="threads">The number of threads that the run computes with.</param>
    public string Of(RunPlan plan, string fingerprint, int threads)
    {
        var parts = new JsonObject
        {
            ["configuration"] = Sorted(Resolved(plan.Configuration)),
            ["data"] = fingerprint,
            ["threads"] = threads,
            ["torch"] = $"{torch.__version__} {typeof(torch).Assembly.ManifestModule.ModuleVersionId:N}",
            ["program"] = new JsonArray([
                .. new[] { typeof(RunDigest).Assembly, typeof(BadInputException).Assembly }
                    .Concat(PluginContents.ProgramsOwn(plan))
                    .Select(assembly => assembly.Location).Distinct().Order(StringComparer.Ordinal).Select(OfFile),
            ]),
            ["plugins"] = PluginContents.Digest(plan),
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
