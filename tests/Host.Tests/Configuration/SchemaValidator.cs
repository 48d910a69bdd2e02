using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace MmoePipeline.Host.Tests.Configuration;

/// <summary>A validator of JSON schemas that is not ours (JsonSchema.Net), for a schema of draft 2020-12.</summary>
internal sealed class SchemaValidator
{
    private static readonly EvaluationOptions Everything = new() { OutputFormat = OutputFormat.List };

    private readonly JsonSchema _schema;

    /// <param name="schemaFile">The schema, which has to be one of draft 2020-12.</param>
    public SchemaValidator(string schemaFile)
    {
        string text = File.ReadAllText(schemaFile);
        using JsonDocument schema = JsonDocument.Parse(text);
        Assert.Equal(MetaSchemas.Draft202012Id.OriginalString, schema.RootElement.GetProperty("$schema").GetString());
        Assert.Equal("", Errors(MetaSchemas.Draft202012, schema.RootElement));
        _schema = JsonSchema.FromText(text);
    }

    /// <summary>What is wrong with a document; empty where nothing is.</summary>
    public string Validate(JsonNode? document)
    {
        using JsonDocument parsed = JsonDocument.Parse(document?.ToJsonString() ?? "null");
        return Errors(_schema, parsed.RootElement);
    }

    private static string Errors(JsonSchema schema, JsonElement document)
    {
        EvaluationResults results = schema.Evaluate(document, Everything);
        return results.IsValid
            ? ""
            : string.Join("; ", (results.Details ?? [results]).Where(detail => detail.Errors is not null)
                .SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Key}: {error.Value}")).DefaultIfEmpty("not valid"));
    }
}
