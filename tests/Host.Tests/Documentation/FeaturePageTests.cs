using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Plugins;

namespace MmoePipeline.Host.Tests.Documentation;

/// <summary>The examples of docs/features.md.</summary>
public sealed partial class FeaturePageTests : IDisposable
{
    private static readonly PluginRegistry Registry = PluginLoader.Load(Path.Combine(Path.GetTempPath(), "no-such-folder"));

    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-feature-page").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Each is a configuration's features, or a named feature of them; and each type has one.</summary>
    [Fact]
    public void Every_example_is_a_valid_configuration()
    {
        string page = File.ReadAllText(RepositoryFiles.PathOf("docs", "features.md"));
        JsonObject[] examples = [.. Block().Matches(page).SelectMany(block => Values(block.Groups[1].Value))];
        Assert.All(examples, example => Assert.Equal("", Problems(example)));
        Assert.Empty(Registry.Plugins.Where(plugin => plugin.Descriptor.Kind == "feature").Select(plugin => plugin.Descriptor.Name)
            .Except(examples.Select(example => (string?)example["type"])));
        Assert.NotEqual("", Problems(new JsonObject { ["type"] = "number", ["colum"] = "x" }));
    }

    private string Problems(JsonObject example)
    {
        JsonNode document = JsonNode.Parse(
            NoRows.In(File.ReadAllText(RepositoryFiles.PathOf("configs", "census.json"))),
            documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!;
        document["data"]!["features"] = example["named"] is null ? new JsonObject { ["named"] = new JsonArray(example.DeepClone()) } : example.DeepClone();
        string file = Path.Combine(_folder, "config.json");
        File.WriteAllText(file, document.ToJsonString());
        new RunPlanReader(Registry).Read(file, [], out var problems);
        return string.Join("\n", problems);
    }

    /// <summary>The objects of a block, one after another; a block of <c>"features": { }</c> is what it holds.</summary>
    private static IEnumerable<JsonObject> Values(string block)
    {
        if (block.StartsWith("\"features\"", StringComparison.Ordinal))
        {
            return [JsonNode.Parse($"{{{block}}}")!["features"]!.AsObject()];
        }

        return JsonNode.Parse($"[{Between().Replace(block.Trim(), "},\n{")}]")!.AsArray().Select(example => example!.AsObject());
    }

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\}\n\{")]
    private static partial Regex Between();
}
