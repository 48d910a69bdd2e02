using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using MmoePipeline.Host.Schema;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins;

namespace MmoePipeline.Host.Tests.Configuration;

/// <summary>The schema against an independent validator, and against what the binder says.</summary>
public sealed class SchemaTests : IDisposable
{
    private static readonly PluginRegistry Registry = PluginLoader.Load(Path.Combine(Path.GetTempPath(), "no-such-folder"));

    private static readonly JsonDocumentOptions Relaxed = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-schema").FullName;
    private readonly SchemaValidator _validator = new(RepositoryFiles.PathOf("mmoe.schema.json"));

    /// <summary>Those of runs; studies have a folder, and a form, of their own.</summary>
    public static TheoryData<string> Configurations => new(Directory.EnumerateFiles(RepositoryFiles.PathOf("configs"), "*.json")
        .Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_committed_schema_is_that_of_the_built_in_plugins()
    {
        using var output = new MemoryStream();
        new SchemaWriter(Registry).Write(output, DefaultPlugins.Complete(RunConfiguration.Descriptor));
        string schema = Encoding.UTF8.GetString(output.ToArray()) + "\n";
        Assert.True(
            schema == File.ReadAllText(RepositoryFiles.PathOf("mmoe.schema.json")),
            "mmoe.schema.json is stale; ./mmoe schema --plugins none > mmoe.schema.json renews it.");
    }

    [Fact]
    public void Every_type_of_option_and_every_rule()
    {
        using var output = new MemoryStream();
        new SchemaWriter(Registry).Write(output, EveryOption.Descriptor);
        Snapshot.Match(new Dictionary<string, string> { ["Schema.verified.json"] = Encoding.UTF8.GetString(output.ToArray()) + "\n" });
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public void A_ready_made_configuration_keeps_the_schema(string file)
    {
        Assert.Equal("", _validator.Validate(Document(RepositoryFiles.PathOf("configs", file))));
        Assert.Equal("", Refusal(Document(RepositoryFiles.PathOf("configs", file))));
    }

    /// <summary>
    /// What the binder refuses for its structure, an editor with the schema marks; and it marks nothing that the binder takes.
    /// </summary>
    [Fact]
    public void Schema_and_binder_refuse_the_same_documents()
    {
        JsonNode rich = Rich();
        Assert.Equal("", _validator.Validate(rich));
        Assert.Equal("", Refusal(rich));

        // The modulus decides which remainders there are, and one of three options names the table: those are rules over several options, which
        // a schema can't have.
        Gen.OneOf(
            Mutation.OfType(rich), Mutation.OfAbsence(rich), Mutation.OfPresence(rich), Mutation.OfNumber(rich, except: "data.split.modulus")).Where(NamesTable).Sample(
            mutant =>
            {
                string ofBinder = Refusal(mutant);
                string ofSchema = _validator.Validate(mutant);
                Assert.True(
                    ofBinder.Length == 0 == (ofSchema.Length == 0),
                    $"the binder says '{ofBinder}', the schema '{ofSchema}' of {mutant?.ToJsonString() ?? "null"}");
            },
            iter: 2000,
            threads: 1);
    }

    private static bool NamesTable(JsonNode? document) =>
        document is not JsonObject root || root["data"] is not JsonObject data || data["source"] is not JsonObject source
        || (source["path"] is not null && !source.ContainsKey("paths") && !source.ContainsKey("patterns"));

    /// <summary>A configuration in which every built-in plugin and every type of option has its place.</summary>
    private static JsonNode Rich()
    {
        JsonNode document = Document(RepositoryFiles.PathOf("configs", "census.json"));
        document["model"] = JsonNode.Parse(
            """
            {
              "type": "mmoe", "sharedLayers": [64],
              "experts": [{ "type": "mlp", "count": 2, "hidden": [8, 4], "activation": "gelu" }, { "type": "mlp", "hidden": [4] }],
              "gate": { "hidden": [8], "regularizers": [{ "type": "temperature", "scale": 2 }, { "type": "dropout", "rate": 0.1 }] },
              "tower": { "hidden": [], "activation": "tanh" }
            }
            """);
        document["loss"] = JsonNode.Parse("""{ "type": "fixed", "weights": { "income": 2.5 } }""");
        document["training"]!["patience"] = 3;
        return document;
    }

    private static JsonNode Document(string file) => JsonNode.Parse(NoRows.In(File.ReadAllText(file)), documentOptions: Relaxed)!;

    private string Refusal(JsonNode? document)
    {
        string file = Path.Combine(_folder, "config.json");
        File.WriteAllText(file, document?.ToJsonString() ?? "null");
        new RunPlanReader(Registry).Read(file, [], out var problems);
        return string.Join("\n", problems);
    }
}
