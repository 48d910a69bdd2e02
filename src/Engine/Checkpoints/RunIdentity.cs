using System.Globalization;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using MmoePipeline.Configuration;
using MmoePipeline.Engine.Data.Encoding;
using MmoePipeline.Engine.Networks;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Folders;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins;
using TorchSharp;

namespace MmoePipeline.Engine.Checkpoints;

/// <summary>All that has to be the same for a resumed run to give the same bits.</summary>
/// <param name="Configuration">Values of the resolved configuration by path, as JSON.</param>
/// <param name="Plugins">The assemblies that have a part in the run, by name: version, identity of the build, and of drop-ins the hash of all files.</param>
/// <param name="Data">The hash of the encoded table.</param>
/// <param name="Machine">What the bits depend on besides, and what a person may have good reason to change.</param>
internal sealed record RunIdentity(
    ImmutableSortedDictionary<string, string> Configuration,
    ImmutableSortedDictionary<string, string> Plugins,
    string Data,
    string Machine)
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The identity of a run that is about to start or to go on.</summary>
    public static RunIdentity Of(RunPlan plan, RunFolder folder, EncodedTable table, TrainedNetwork network) => new(
        Flat(JsonElement.Parse(ResolvedConfiguration.Json(plan, folder.FullPath).Span)),
        plan.Plugins.Select(use => use.Plugin.Type.Assembly)
            .Append(typeof(RunIdentity).Assembly).Append(typeof(PluginDescriptor).Assembly).Append(typeof(torch).Assembly).Distinct()
            .ToImmutableSortedDictionary(assembly => assembly.GetName().Name!, Build, StringComparer.Ordinal),
        table.Checksum,
        string.Create(CultureInfo.InvariantCulture, $"{network.Device}, {torch.get_num_threads()} threads"));

    /// <summary>Writes the identity as a JSON object.</summary>
    public void Write(Utf8JsonWriter json) => JsonSerializer.Serialize(json, this, RunIdentityJson.Default.RunIdentity);

    /// <summary>Reads an identity.</summary>
    /// <exception cref="JsonException">It is another version's.</exception>
    public static RunIdentity Read(JsonElement saved) => saved.Deserialize(RunIdentityJson.Default.RunIdentity)
        ?? throw new JsonException("is null");

    /// <summary>What differs in a way that makes another run of it: a sentence each.</summary>
    /// <param name="saved">The identity at the checkpoint.</param>
    public ImmutableArray<Problem> DifferencesFrom(RunIdentity saved) =>
    [
        .. Differences(saved.Configuration, Configuration, "", "not there"),
        .. Differences(saved.Plugins, Plugins, "assembly ", "not there"),
        .. Data == saved.Data ? Array.Empty<Problem>() : [new Problem(ResumeCodes.Different, "data", "the encoded rows differ from those at the checkpoint.")],
    ];

    private static IEnumerable<Problem> Differences(
        ImmutableSortedDictionary<string, string> before, ImmutableSortedDictionary<string, string> now, string what, string none) =>
        from name in before.Keys.Union(now.Keys).Order(StringComparer.Ordinal)
        let was = before.GetValueOrDefault(name, none)
        let isNow = now.GetValueOrDefault(name, none)
        where was != isNow
        select new Problem(ResumeCodes.Different, $"{what}{name}", $"{was} at the checkpoint, {isNow} now.");

    private static string Build(Assembly assembly) =>
        $"{assembly.GetName().Version} ({assembly.ManifestModule.ModuleVersionId.ToString("N")[..12]})"
        + (PluginContents.Digest(assembly) is { } files ? $", files {files[..16]}" : "");

    /// <summary>The values of a resolved configuration by path, as JSON.</summary>
    public static ImmutableSortedDictionary<string, string> Flat(JsonElement configuration)
    {
        var flat = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        Add("", configuration);
        return flat.ToImmutable();

        void Add(string path, JsonElement value)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Object when value.EnumerateObject().Any():
                    foreach (JsonProperty member in value.EnumerateObject())
                    {
                        Add(path.Length == 0 ? member.Name : $"{path}.{member.Name}", member.Value);
                    }

                    break;
                case JsonValueKind.Array when value.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Object):
                    foreach ((int index, JsonElement item) in value.EnumerateArray().Index())
                    {
                        Add(string.Create(CultureInfo.InvariantCulture, $"{path}.{index}"), item);
                    }

                    break;
                default:
                    // Not the file's text: another layout of the same values is no difference.
                    flat.Add(path, JsonSerializer.Serialize(value, Compact));
                    break;
            }
        }
    }
}
