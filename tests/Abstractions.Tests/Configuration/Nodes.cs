using System.Text.Json;
using System.Text.Json.Nodes;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Abstractions.Tests.Configuration;

/// <summary>Makes configuration values by hand.</summary>
internal static class Nodes
{
    public static ConfigurationNode Of(ConfigurationKind kind, string text = "", params ConfigurationNode[] items) => new()
    {
        Kind = kind,
        Path = "a.b",
        Place = new ConfigurationPlace("file.json", 3, 7),
        Text = text,
        Items = [.. items],
        Folder = "/data",
    };

    public static ConfigurationNode Number(string literal) => Of(ConfigurationKind.Number, literal);

    public static ConfigurationNode Text(string text) => Of(ConfigurationKind.String, text);

    /// <summary>A value as the platform's parser read it.</summary>
    public static ConfigurationNode Of(JsonNode? json, string path = "a.b") => json switch
    {
        JsonArray items => Of(ConfigurationKind.Array) with
        {
            Path = path,
            Items = [.. items.Select((item, index) => Of(item, $"{path}.{index}"))],
        },
        JsonObject members => Of(ConfigurationKind.Object) with
        {
            Path = path,
            Members = [.. members.Select(member => new ConfigurationMember(
                member.Key, new ConfigurationPlace("file.json", 3, 7), Of(member.Value, $"{path}.{member.Key}")))],
        },
        null => Of(ConfigurationKind.Null) with { Path = path },
        _ => json.GetValueKind() switch
        {
            JsonValueKind.String => Text(json.GetValue<string>()),
            JsonValueKind.Number => Number(json.ToJsonString()),
            _ => Of(ConfigurationKind.Boolean, json.ToJsonString()),
        } with
        { Path = path },
    };

    /// <summary>Reads a value; the result is the value, or else the problems.</summary>
    public static (bool IsRight, T Value, string Problem) Read<T>(OptionForm<T> form, ConfigurationNode node)
    {
        var binding = new OptionsBinding(new NoPlugins());
        bool isRight = form.Read(node, binding, out T value);
        return (isRight, value, string.Join("\n", binding.Problems));
    }

    /// <summary>What is wrong with a value, a line for each problem; empty where it is right.</summary>
    public static string Problem<T>(OptionForm<T> form, ConfigurationNode node, bool withPath = false)
    {
        (bool isRight, _, string problem) = Read(form, node);
        Assert.Equal(isRight, problem.Length == 0);
        return problem.Replace(withPath ? "file.json:3:7: " : "file.json:3:7: a.b: ", "", StringComparison.Ordinal);
    }

    private sealed class NoPlugins : IPluginRegistry
    {
        public string? WhyMissing => null;

        public IReadOnlyList<PluginDescriptor> OfKind(Type kind) => [];
    }
}
